import { byId, setText } from './dom.js';
import { ticketList } from './kitchen.js';
import { orderForm } from './order-form.js';
import { orderList } from './orders.js';
import { whileVisible } from './poll.js';
import { jobList } from './runner.js';
import { stockTable } from './stock.js';
import { userForm } from './users.js';

const PAUSE_MILLIS = 2_000;

const refresh = whileVisible(async () => {
  const outcomes = await Promise.allSettled(panels.map(panel => panel()));
  const failure = outcomes.find(outcome => outcome.status === 'rejected');
  const connection = byId('connection');
  connection.dataset.tone = failure ? 'bad' : 'good';
  setText(connection, failure ? `${failure.reason.message} Trying again…` : 'Live');
}, PAUSE_MILLIS);

const panels = [orderList(refresh), jobList(refresh), ticketList(refresh), stockTable()];

orderForm(refresh);
userForm();
refresh();
