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

/** Whether the kitchen has run short and asks for substitutes. */
export const asksForSubstitutes = ({ status, question }) =>
  question?.kind === 'SUBSTITUTES' && ['RECEIVED', 'ANALYZED'].includes(status);

/** The same orders, and of each whether its runner or the kitchen `asks` its customer something. */
export const withQuestions = orders => Promise.all(orders.map(async order => {
  if (order.status !== 'ON_SITE') {
    return { ...order, asks: asksForSubstitutes(order) };
  }
  const { nextStep, waitingFor } = await get(path('orders', order.id, 'status'));
  return { ...order, asks: waitingFor === 'customer' && nextStep === 'APPROVE' };
}));

/** What the runner or the kitchen asks. */
export function questionOf({ question, items, maxTotal }) {
  if (question?.proposal) {
    const { missing, items: instead, total, sentence = '' } = question.proposal;
    const short = missing.map(({ ingredient }) => words(ingredient)).join(', ');
    return `We have run short of ${short}. May it be ${instead.map(line).join(', ')} for ${money(total)} in all? ${sentence}`;
  }
  if (question?.goods && maxTotal) {
    return `It costs ${money(question.goods)} there; with all fees that is more than ${money(maxTotal)}. Buy it?`;
  }
  if (question?.skus) {
    const missing = items.filter(item => question.skus.includes(item.sku)).map(line).join(', ');
    return `They do not have ${missing}. Bring the rest?`;
  }
  return 'The runner asks whether to go on.';
}
