import { get } from './api.js';
import { replaceActions } from './change.js';
import { destination, isByCourier, isSent, origin, withQuestions } from './courier.js';
import { customerActions } from './customer.js';
import { byId, element, setText } from './dom.js';
import { line, moment, money, number, short, words } from './format.js';
import { historyOf } from './history.js';
import { keyedList } from './list.js';

const LIMIT = 20;
const TONES = {
  COMPLETED: 'good',
  READY: 'due',
  IN_REVIEW: 'due',
  DELIVERED: 'due',
  COMPENSATING: 'undoing',
  COMPENSATION_FAILED: 'bad',
  REJECTED: 'bad',
  CANCELLED: 'bad',
};

/** The list of orders, newest first; `changed` is called when a person has moved one. */
export function orderList(changed) {
  const filter = byId('status-filter');
  const unfolded = new Set();
  const show = keyedList(byId('orders'), order => order.id, order => orderCard(order.id, unfolded, changed));
  filter.addEventListener('change', changed);

  return async () => {
    const wanted = filter.value;
    const page = await get(`/orders?limit=${LIMIT}${wanted && `&status=${encodeURIComponent(wanted)}`}`);
    const orders = await withQuestions(page.orders);
    if (wanted === filter.value) {
      show(orders);
      byId('no-orders').hidden = orders.length > 0;
    }
    await Promise.all([...unfolded].map(refresh => refresh()));
  };
}

function orderCard(id, unfolded, changed) {
  const title = element('h3', { class: 'words' });
  const status = element('span', { class: 'status' });
  const total = element('span', { class: 'total' });
  const items = element('p', { class: 'items' });
  const reason = element('div', { class: 'reason' });
  const about = element('p', { class: 'about' });
  const history = historyOf(id, unfolded);
  const actions = element('div', { class: 'actions' });
  const node = element('li', { class: 'card order' },
    element('div', { class: 'head' }, title, total, status),
    items, reason, about, actions, history);

  let version;
  let state;
  return {
    node,
    update(order) {
      // What a person has begun to type stays as long as it can still be sent.
      const now = `${order.status} ${order.asks}`;
      if (state !== now) {
        state = now;
        replaceActions(actions, customerActions(order, changed));
      }
      if (version === order.version) {
        return;
      }
      version = order.version;
      const lines = (order.items ?? []).map(line).join(', ');
      setText(title, order.text ?? lines);
      setText(items, order.text === undefined ? '' : lines);
      setText(status, words(order.status));
      status.dataset.tone = TONES[order.status] ?? 'going';
      setText(total, order.total === undefined ? '' : money(order.total));
      reason.replaceChildren(...reasonOf(order));
      setText(about, [order.customerId, moment(order.createdAt), short(id), ...journeyOf(order)].join(' · '));
    },
  };
}

function journeyOf(order) {
  if (isSent(order)) {
    return [`to ${destination(order)}`, ...(order.carrier ? [`by ${order.carrier}`] : []), `ends by ${moment(order.deadline)}`];
  }
  return isByCourier(order)
    ? [`from ${origin(order)} to ${destination(order)}`, ...(order.runnerId ? [`by ${order.runnerId}`] : [])] : [];
}

function reasonOf({ reason, detail, missing = [], notUnderstood = [] }) {
  if (!reason) {
    return [];
  }
  const unclear = notUnderstood.map(part => `“${part}”`).join(', ');
  return [
    element('p', {}, detail ?? words(reason)),
    ...missing.map(({ ingredient, needed, available }) =>
      element('p', {}, `${words(ingredient)}: ${number(needed)} needed, ${number(available)} there`)),
    ...(unclear ? [element('p', {}, `Not understood: ${unclear}`)] : []),
  ];
}
