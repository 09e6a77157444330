import { get, path, post } from './api.js';
import { button, byId, element, setText } from './dom.js';
import { line, moment, money, number, short, words } from './format.js';
import { historyOf } from './history.js';
import { keyedList } from './list.js';
import { attempt, clear, confirm } from './messages.js';

const LIMIT = 20;
const TONES = {
  COMPLETED: 'good',
  READY: 'due',
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
    const { orders } = await get(`/orders?limit=${LIMIT}${wanted && `&status=${encodeURIComponent(wanted)}`}`);
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
  const collect = button('Collected', `Order ${short(id)} was collected`, () => attempt(async () => {
    await post(path('orders', id, 'collect'));
    clear();
    confirm(`Order ${short(id)} was collected.`);
    await changed();
  }));
  const node = element('li', { class: 'card order' },
    element('div', { class: 'head' }, title, total, status),
    items, reason, about, element('div', { class: 'foot' }, history, collect));

  let version;
  return {
    node,
    update(order) {
      if (order.version === version) {
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
      setText(about, `${order.customerId} · ${moment(order.createdAt)} · ${short(id)}`);
      const ready = order.status === 'READY';
      if (!ready && document.activeElement === collect) {
        history.querySelector('summary').focus();
      }
      collect.hidden = !ready;
    },
  };
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
