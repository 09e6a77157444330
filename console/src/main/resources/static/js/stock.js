import { get } from './api.js';
import { byId, element, setText } from './dom.js';
import { number, words } from './format.js';
import { keyedList } from './list.js';

/** What is on the shelves, what runs low first. */
export function stockTable() {
  const show = keyedList(byId('stock'), stock => stock.ingredient, stockRow);

  return async () => {
    const { stock } = await get('/inventory');
    const low = stock.filter(one => one.low);
    show([...low, ...stock.filter(one => !one.low)]);
    setText(byId('low-count'), low.length ? `${number(low.length)} low` : '');
  };
}

function stockRow({ ingredient, unit }) {
  const low = element('span', { class: 'status', 'data-tone': 'due' }, 'low');
  const onHand = element('td');
  const reserved = element('td');
  const node = element('tr', {}, element('th', { scope: 'row' }, words(ingredient), ' ', low), onHand, reserved);
  return {
    node,
    update(stock) {
      low.hidden = !stock.low;
      setText(onHand, `${number(stock.onHand)} ${unit}`);
      setText(reserved, stock.reserved === 0 ? '' : `${number(stock.reserved)} ${unit}`);
    },
  };
}
