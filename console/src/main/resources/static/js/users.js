import { post } from './api.js';
import { byId, oneAtATime } from './dom.js';
import { attempt, clear, confirm } from './messages.js';

/** Makes customers and runners known. */
export function userForm() {
  const form = byId('user-form');
  form.addEventListener('submit', event => {
    event.preventDefault();
    oneAtATime(form.querySelector('button'), () => attempt(async () => {
      const { id, name, role } = Object.fromEntries(new FormData(form));
      await post('/users', { id, name, roles: [role] });
      clear();
      confirm(`${name} is registered as ${id}.`);
      form.reset();
    }));
  });
}
