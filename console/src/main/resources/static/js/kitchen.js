import { get, path, post } from './api.js';
import { button, byId, element, setText } from './dom.js';
import { line, moment, number, short } from './format.js';
import { keyedList } from './list.js';
import { attempt, clear, confirm } from './messages.js';

/** The pass: what has to be cooked, oldest first; `changed` is called when the bell was rung. */
export function ticketList(changed) {
  const show = keyedList(byId('tickets'), ticket => ticket.id, ticket => ticketCard(ticket, changed));

  return async () => {
    const { tickets } = await get('/kitchen/tickets');
    show(tickets);
    byId('no-tickets').hidden = tickets.length > 0;
    setText(byId('ticket-count'), tickets.length ? number(tickets.length) : '');
  };
}

function ticketCard({ id, orderId, items, note, openedAt }, changed) {
  const ready = button('Ready', `Order ${short(orderId)} is ready`, () => attempt(async () => {
    await post(path('kitchen', 'tickets', id, 'ready'));
    clear();
    confirm(`Order ${short(orderId)} is ready to be collected.`);
    await changed();
  }));
  const dishes = element('div', {},
    ...items.map(item => element('p', {}, line(item))),
    ...(note ? [element('p', { class: 'note' }, note)] : []),
    element('p', { class: 'about' }, `${moment(openedAt)} · ${short(orderId)}`));
  return { node: element('li', {}, dishes, ready), update() {} };
}
