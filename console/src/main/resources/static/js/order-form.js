import { post } from './api.js';
import { deliveryForm } from './delivery-form.js';
import { byId, oneAtATime } from './dom.js';
import { short } from './format.js';
import { attempt, clear, confirm } from './messages.js';

/** Takes orders. */
export function orderForm(ordered) {
  const form = byId('order-form');
  const send = form.querySelector('.primary');
  const delivery = deliveryForm(form);
  let sent;

  async function order() {
    const typed = new FormData(form);
    const wanted = { customerId: typed.get('customerId'), ...delivery.describe(typed), payment: { method: typed.get('method') } };
    // Until it is taken, the same order keeps its key: asking again cannot order twice.
    if (sent?.body !== JSON.stringify(wanted)) {
      sent = { body: JSON.stringify(wanted), key: randomKey() };
    }
    const taken = await post('/orders', wanted, { 'Idempotency-Key': sent.key });
    sent = undefined;
    clear();
    confirm(`Order ${short(taken.id)} was taken.`);
    form.elements.text.value = '';
    delivery.clear();
    form.querySelector('[name=text]:enabled, [name=itemName]:enabled').focus();
    ordered();
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    oneAtATime(send, () => attempt(order));
  });
  form.elements.text.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(send);
    }
  });
}

/** `crypto.randomUUID` is missing where the page is served without TLS from another host. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
