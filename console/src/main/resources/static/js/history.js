import { get, path } from './api.js';
import { element } from './dom.js';
import { short, time, words } from './format.js';
import { keyedList } from './list.js';

/** What happened to an order, unfolded on demand; `unfolded` collects what has to be refreshed meanwhile. */
export function historyOf(orderId, unfolded) {
  const entries = element('ol', { class: 'history' });
  const hint = element('p', { class: 'hint', role: 'status' });
  const node = element('details', {},
    element('summary', { 'aria-label': `History of order ${short(orderId)}` }, 'History'),
    element('p', { class: 'about' }, `Order ${orderId}`), hint, entries);
  const show = keyedList(entries, event => event.seq, entry);

  async function refresh() {
    if (!node.isConnected) {
      unfolded.delete(refresh);
      return;
    }
    const { events } = await get(path('orders', orderId, 'history'));
    show(events);
  }

  node.addEventListener('toggle', async () => {
    if (!node.open) {
      unfolded.delete(refresh);
      return;
    }
    unfolded.add(refresh);
    hint.textContent = '';
    await refresh().catch(error => hint.textContent = error.message);
  });
  return node;
}

function entry({ type, at, actor, data }) {
  const moved = data.from && data.status ? ` → ${words(data.status)}` : '';
  return {
    node: element('li', {},
      element('time', { datetime: at }, time(at)),
      element('span', {}, type, element('span', { class: 'moved' }, moved)),
      element('span', { class: 'actor' }, actor)),
    update() {},
  };
}
