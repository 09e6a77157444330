import { get, path, post } from './api.js';
import { changeButton } from './change.js';
import { byId, element, setText } from './dom.js';
import { line, moment, number, short } from './format.js';
import { keyedList } from './list.js';

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
  const ready = changeButton('Ready', `Order ${short(orderId)} is ready`,
    () => post(path('kitchen', 'tickets', id, 'ready')), `Order ${short(orderId)} is ready to be collected.`, changed);
  const dishes = element('div', {},
    ...items.map(item => element('p', {}, line(item))),
    ...(note ? [element('p', { class: 'note' }, note)] : []),
    element('p', { class: 'about' }, `${moment(openedAt)} · ${short(orderId)}`));
  return { node: element('li', {}, dishes, ready), update() {} };
}
