import { address, get, path, post } from './api.js';
import { changeButton, changeForm, labelled, unfolding } from './change.js';
import { asksForSubstitutes, isByCourier, isSent, questionOf } from './courier.js';
import { postalAddress } from './delivery-form.js';
import { button, element } from './dom.js';
import { short } from './format.js';
import { attempt } from './messages.js';

const ON_ITS_WAY = ['AVAILABLE', 'ACCEPTED', 'ON_SITE', 'PURCHASED', 'COLLECTED', 'ON_THE_WAY'];
const BEFORE = ['RECEIVED', 'ANALYZED', 'IN_REVIEW', 'RESERVED', 'PAID', 'CONFIRMED', 'PREPARING', 'READY', 'SHIPPING'];

/** What can be done with an order at the counter and by its customer; `changed` is called when it was done. */
export function customerActions(order, changed) {
  const { id, status } = order;
  const name = `order ${short(id)}`;
  const byCourier = isByCourier(order);
  const actions = [];
  if (status === 'READY') {
    actions.push(changeButton('Collected', `${name} was collected`,
      () => post(path('orders', id, 'collect')), `Order ${short(id)} was collected.`, changed));
  }
  if (order.asks) {
    const who = asksForSubstitutes(order) ? 'kitchen' : 'runner';
    actions.push(element('p', { class: 'question' }, questionOf(order)),
      answer(id, who, 'Yes', true, changed), answer(id, who, 'No', false, changed));
  }
  if (status === 'IN_REVIEW') {
    actions.push(decision(id, 'Approve', 'approve', 'approvedBy', changed), decision(id, 'Reject', 'reject', 'rejectedBy', changed));
  }
  if (status === 'DELIVERED') {
    actions.push(changeButton('I have it', `${name} has reached its customer`, async () => {
      const { code } = await get(path('orders', id, 'confirmation-code'));
      await post(path('orders', id, 'confirm'), { code });
    }, `Order ${short(id)} was delivered.`, changed));
  }
  if (byCourier && [...ON_ITS_WAY, 'DELIVERED'].includes(status)) {
    actions.push(codeOf(id));
  }
  if (byCourier && status === 'COMPLETED') {
    actions.push(rating(order, changed));
  }
  const receipt = address(path('orders', id, 'receipt.html'));
  if (status === 'COMPLETED') {
    actions.push(element('a', { href: receipt, 'aria-label': `Receipt of ${name}` }, 'Receipt'),
      element('a', { href: address(path('orders', id, 'receipt.pdf')), 'aria-label': `Receipt of ${name} as PDF` }, 'PDF'));
  }
  if (status === 'CANCELLED') {
    // Most of them cost nothing and have none.
    actions.push(button('Receipt', `Receipt of ${name}`, () => attempt(async () => {
      await get(path('orders', id, 'receipt'));
      location.assign(receipt);
    })));
  }
  if ((byCourier ? [...BEFORE, ...ON_ITS_WAY] : BEFORE).includes(status)) {
    actions.push(cancellation(id, changed));
    if (isSent(order)) {
      actions.push(redirection(order, changed));
    }
  }
  return actions;
}

const answer = (id, who, label, approved, changed) => changeButton(
  label, `${label} to the ${who} of order ${short(id)}`, () => post(path('orders', id, 'approval'), { approved }),
  approved ? `The ${who} goes on.` : 'The order is called off.', changed);

/** What a person says who has looked at an order. */
function decision(id, label, signal, by, changed) {
  const name = `${label} order ${short(id)}`;
  return unfolding(label, name, changeForm(
    [labelled('Who are you?', element('input', { name: 'by', required: '', maxlength: 64 })),
      labelled('Why', element('input', { name: 'reason', maxlength: 200, ...(signal === 'reject' ? { required: '' } : {}) }))],
    label, name,
    typed => post(path('orders', id, 'signals', signal), { [by]: typed.get('by'), reason: typed.get('reason') || undefined }),
    `The decision on order ${short(id)} is made.`, changed));
}

/** Another address, as long as no carrier has the order. */
function redirection({ id, fulfilment: { address } }, changed) {
  const field = (label, name, needed) => labelled(label, element('input',
    { name, value: address[name] ?? '', maxlength: 100, ...(needed ? { required: '' } : {}) }));
  return unfolding('Send elsewhere', `Send order ${short(id)} elsewhere`, changeForm(
    [field('Street', 'street', true), field('City', 'city', true), field('State, if any', 'state', false), field('Zip', 'zip', true)],
    'Send it there', `Send order ${short(id)} there`,
    typed => post(path('orders', id, 'signals', 'update-address'), { newAddress: postalAddress(typed) }),
    `Order ${short(id)} goes to its new address.`, changed));
}

/** What the customer tells the runner at the door. */
function codeOf(id) {
  const code = element('output', { class: 'code' });
  const show = button('Show code', `Show the code of order ${short(id)}`, () => attempt(async () => {
    code.textContent = (await get(path('orders', id, 'confirmation-code'))).code;
  }));
  return element('span', {}, show, ' ', code);
}

function rating({ id, customerId }, changed) {
  const stars = element('select', { name: 'stars' },
    ...[5, 4, 3, 2, 1].map(count => element('option', { value: count }, `${count} of 5 stars`)));
  const comment = element('input', { name: 'comment', maxlength: 500 });
  return unfolding('Rate', `Rate the runner of order ${short(id)}`, changeForm(
    [labelled('Stars', stars), labelled('Comment, if any', comment)], 'Rate', `Rate the runner of order ${short(id)}`,
    typed => post(path('orders', id, 'rating'),
      { customerId, stars: Number(typed.get('stars')), comment: typed.get('comment') || undefined }),
    'The runner is rated.', changed));
}

function cancellation(id, changed) {
  const reason = element('input', { name: 'reason', maxlength: 200 });
  return unfolding('Cancel', `Cancel order ${short(id)}`, changeForm(
    [labelled('Why, if you like', reason)], 'Cancel the order', `Cancel order ${short(id)}`,
    typed => post(path('orders', id, 'signals', 'cancel'), { reason: typed.get('reason') || undefined }),
    `Order ${short(id)} is called off.`, changed));
}
