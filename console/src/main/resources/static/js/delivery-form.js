import { button, byId, element } from './dom.js';
import { leastAmount, minorUnits } from './format.js';

/** The part of the order form that says how an order is to come. */
export function deliveryForm(form) {
  const { way, store, currency } = form.elements;
  const rows = byId('errand-items');

  function choose() {
    const byCourier = way.value === 'COURIER';
    const fromStore = byCourier && store.value.trim() !== '';
    offer(byId('courier'), byCourier);
    offer(byId('postal'), way.value === 'SHIPMENT');
    offer(byId('errand'), fromStore);
    offer(byId('words-field'), !fromStore);
    countMoney();
  }

  function addRow() {
    const row = element('li', { class: 'fields even' },
      field('Item', { name: 'itemName', required: '', maxlength: 80 }),
      field('Quantity', { name: 'itemQuantity', type: 'number', min: 1, max: 100, value: 1, required: '' }),
      field('Costs each, about', { name: 'itemEstimate', type: 'number', min: 0, required: '', 'data-money': '' }),
      button('Remove', 'Remove this item', () => {
        if (rows.children.length > 1) {
          row.remove();
          rows.querySelector('input').focus();
        }
      }));
    rows.append(row);
    countMoney();
    return row;
  }

  /** The kitchen's currency is the one that is there before another is chosen. */
  const unit = () => byId('errand').disabled || !currency.validity.valid ? currency.defaultValue : currency.value;

  /** Amounts have the digits of their currency. */
  function countMoney() {
    form.querySelectorAll('[data-money]').forEach(input => input.step = leastAmount(unit()));
  }

  way.addEventListener('change', choose);
  store.addEventListener('input', choose);
  currency.addEventListener('change', countMoney);
  byId('another-item').addEventListener('click', () => addRow().querySelector('input').focus());
  addRow();
  choose();

  function describe(typed) {
    if (typed.get('way') === 'PICKUP') {
      return { text: typed.get('text') };
    }
    if (typed.get('way') === 'SHIPMENT') {
      return { text: typed.get('text'), fulfilment: { type: 'SHIPMENT', address: postalAddress(typed) } };
    }
    const fromStore = typed.has('itemName');
    const fulfilment = {
      type: 'COURIER',
      address: { building: typed.get('building'), room: typed.get('room') || undefined },
      store: typed.get('store') || undefined,
      maxTotal: fromStore ? minorUnits(typed.get('maxTotal'), unit()) : undefined,
    };
    const goods = fromStore ? { items: errand(typed, unit()) } : { text: typed.get('text') };
    return { ...goods, fulfilment, tip: minorUnits(typed.get('tip'), unit()) };
  }

  function clear() {
    rows.replaceChildren();
    addRow();
  }

  return { describe, clear };
}

/** What was typed into fields of these names. */
export const postalAddress = typed => ({
  street: typed.get('street'), city: typed.get('city'), state: typed.get('state') || undefined, zip: typed.get('zip') });

function offer(fieldset, offered) {
  fieldset.hidden = !offered;
  fieldset.disabled = !offered;
}

function errand(typed, currency) {
  const quantities = typed.getAll('itemQuantity');
  const estimates = typed.getAll('itemEstimate');
  return typed.getAll('itemName').map((name, i) => ({
    name, quantity: Number(quantities[i]), estimate: { amount: minorUnits(estimates[i], currency), currency } }));
}

const field = (label, attributes) => element('label', { class: 'field' }, label, element('input', attributes));
