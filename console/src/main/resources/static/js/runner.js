import { get, path, post, remove } from './api.js';
import { changeButton, changeForm, labelled, replaceActions, unfolding } from './change.js';
import { destination, origin, withQuestions } from './courier.js';
import { byId, element, setText } from './dom.js';
import { leastAmount, line, minorUnits, money, moment, number, short, words } from './format.js';
import { keyedList } from './list.js';

const REMEMBERED = 'caravan.runner';
const LIMIT = 100;
const NEXT = { ACCEPTED: 'ON_SITE', ON_SITE: 'PURCHASED', PURCHASED: 'COLLECTED', COLLECTED: 'ON_THE_WAY', ON_THE_WAY: 'DELIVERED' };
const WITH_RUNNER = [...Object.keys(NEXT), 'DELIVERED'];

/** The jobs of the runner who is named: what is under way, then what is offered, oldest first. */
export function jobList(changed) {
  const name = byId('runner');
  const show = keyedList(byId('jobs'), job => job.id, job => jobCard(job.id, changed));
  name.value = localStorage.getItem(REMEMBERED) ?? '';
  name.addEventListener('change', () => {
    localStorage.setItem(REMEMBERED, name.value.trim());
    changed();
  });

  return async () => {
    const runnerId = name.value.trim();
    const [offered, ...underWay] = runnerId === '' ? [[]] : await Promise.all(['AVAILABLE', ...WITH_RUNNER].map(ordersThatAre));
    if (runnerId !== name.value.trim()) {
      return;
    }
    const orders = [...offered, ...underWay.flat()].reverse();
    const mine = await withQuestions(orders.filter(order => order.runnerId === runnerId));
    const free = orders.filter(order => order.status === 'AVAILABLE' && !order.runnerId);
    show([...mine.map(order => ({ ...order, mine: true })), ...free].map(order => ({ ...order, me: runnerId })));
    setText(byId('job-count'), mine.length ? number(mine.length) : '');
    setText(byId('no-jobs'), runnerId === '' ? 'Say who you are to see what is to be brought.'
      : mine.length + free.length ? '' : 'Nothing to bring.');
  };
}

async function ordersThatAre(status) {
  const { orders } = await get(`/orders?limit=${LIMIT}&status=${status}`);
  return orders;
}

function jobCard(id, changed) {
  const where = element('h3');
  const status = element('span', { class: 'status' });
  const what = element('p');
  const about = element('p', { class: 'about' });
  const actions = element('div', { class: 'actions' });
  const node = element('li', {},
    element('div', { class: 'head' }, element('div', { class: 'words' }, where), status), what, about, actions);

  let state;
  return {
    node,
    update(job) {
      setText(where, destination(job));
      setText(status, job.mine ? words(job.status) : 'Offered');
      setText(what, `${job.items.map(line).join(', ')} – ${origin(job)}`);
      setText(about, [`for ${job.customerId}`, moment(job.createdAt), short(id), ...payOf(job)].join(' · '));
      const now = [job.me, job.mine, job.status, job.asks].join(' ');
      if (state !== now) {
        state = now;
        replaceActions(actions, job.mine ? actionsOf(job, changed) : [acceptance(job, changed)]);
      }
    },
  };
}

function payOf({ charges }) {
  if (!charges) {
    return [];
  }
  const { deliveryFee, tip } = charges;
  return [`you get ${money({ amount: deliveryFee.amount + tip.amount, currency: tip.currency })}`];
}

const acceptance = ({ id, me }, changed) => changeButton('Accept', `Accept order ${short(id)}`,
  () => post(path('orders', id, 'accept'), { runnerId: me }), `Order ${short(id)} is yours.`, changed);

function actionsOf(job, changed) {
  const { id, me, status } = job;
  const atStore = job.fulfilment.store !== undefined;
  const actions = [];
  if (job.asks) {
    actions.push(element('p', { class: 'question' }, 'The customer is being asked.'));
  } else if (status === 'ON_SITE' && atStore) {
    actions.push(purchase(job, changed));
  } else if (NEXT[status]) {
    const next = NEXT[status];
    actions.push(changeButton(words(next), `Order ${short(id)}: ${words(next)}`,
      () => post(path('orders', id, 'delivery'), { runnerId: me, status: next }), `Order ${short(id)}: ${words(next)}.`, changed));
  } else if (status === 'DELIVERED') {
    actions.push(proof(job, changed));
  }
  if (status === 'ON_SITE' && atStore && !job.asks) {
    actions.push(shortage(job, changed));
  }
  if ((status === 'ON_SITE' || status === 'ACCEPTED') && atStore && !job.asks) {
    actions.push(problem(job, 'Store closed', 'STORE_CLOSED', changed));
  }
  if (status === 'ON_THE_WAY') {
    actions.push(problem(job, 'Nobody there', 'CUSTOMER_UNREACHABLE', changed));
  }
  if (['AVAILABLE', 'ACCEPTED', 'ON_SITE'].includes(status)) {
    actions.push(changeButton('Give back', `Give order ${short(id)} back`,
      () => remove(`${path('orders', id, 'acceptance')}?runnerId=${encodeURIComponent(me)}`),
      `Order ${short(id)} is offered to others.`, changed));
  }
  return actions;
}

function purchase({ id, me, total: { currency } }, changed) {
  const price = element('input', { name: 'price', type: 'number', min: 0, step: leastAmount(currency), required: '' });
  return changeForm([labelled(`Paid at the store, in ${currency}`, price)], 'Purchased', `Order ${short(id)}: Purchased`,
    typed => post(path('orders', id, 'delivery'), {
      runnerId: me, status: 'PURCHASED', price: { amount: minorUnits(typed.get('price'), currency), currency } }),
    `The price of order ${short(id)} was told.`, changed);
}

/** What the store does not have. */
function shortage({ id, me, items }, changed) {
  const boxes = items.map(item =>
    element('label', { class: 'choice' }, element('input', { type: 'checkbox', name: 'sku', value: item.sku }), ` ${item.name}`));
  return unfolding('Not to be had', `Say what order ${short(id)} cannot have`, changeForm(
    boxes, 'Ask the customer', `Ask the customer of order ${short(id)}`,
    typed => post(path('orders', id, 'problems'), { runnerId: me, kind: 'ITEM_UNAVAILABLE', skus: typed.getAll('sku') }),
    'The customer is being asked.', changed));
}

const problem = ({ id, me }, label, kind, changed) => changeButton(label, `Order ${short(id)}: ${label}`,
  () => post(path('orders', id, 'problems'), { runnerId: me, kind }), `Order ${short(id)}: ${label}.`, changed);

function proof({ id }, changed) {
  const code = element('input', {
    name: 'code', required: '', pattern: '[0-9]{6}', maxlength: 6, inputmode: 'numeric', autocomplete: 'off', title: 'Six digits' });
  return changeForm([labelled('The customer’s code', code)], 'Confirm', `Confirm that order ${short(id)} was delivered`,
    typed => post(path('orders', id, 'confirm'), { code: typed.get('code') }), `Order ${short(id)} was delivered.`, changed);
}
