import { get, path } from './api.js';
import { line, money, words } from './format.js';

export const isByCourier = order => order.fulfilment.type === 'COURIER';

export const isSent = order => order.fulfilment.type === 'SHIPMENT';

/** Where an order goes: "Library, 12". */
export const destination = ({ fulfilment: { address } }) => address
  ? [address.building, address.room, address.street, address.city, address.state, address.zip, address.country].filter(Boolean).join(', ')
  : '';

/** Where it comes from. */
export const origin = ({ fulfilment: { store } }) => store ? words(store) : 'our kitchen';

/** The same orders, and of each whether its runner `asks` its customer something. */
export const withQuestions = orders => Promise.all(orders.map(async order => {
  if (order.status !== 'ON_SITE') {
    return { ...order, asks: false };
  }
  const { nextStep, waitingFor } = await get(path('orders', order.id, 'status'));
  return { ...order, asks: waitingFor === 'customer' && nextStep === 'APPROVE' };
}));

/** What the runner asks. */
export function questionOf({ question, items, maxTotal }) {
  if (question?.goods && maxTotal) {
    return `It costs ${money(question.goods)} there; with all fees that is more than ${money(maxTotal)}. Buy it?`;
  }
  if (question?.skus) {
    const missing = items.filter(item => question.skus.includes(item.sku)).map(line).join(', ');
    return `They do not have ${missing}. Bring the rest?`;
  }
  return 'The runner asks whether to go on.';
}
