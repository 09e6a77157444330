import { button, element, oneAtATime } from './dom.js';
import { attempt, clear, confirm } from './messages.js';

/** A button that changes something: it acts, tells what was `done`, and has everything looked at again. */
export const changeButton = (label, description, act, done, changed) =>
  button(label, description, () => change(act, done, changed));

/** The same with something to fill in, which `act` is given as form data. */
export function changeForm(fields, label, description, act, done, changed) {
  const send = element('button', { 'aria-label': description }, label);
  const form = element('form', { method: 'post' }, ...fields, send);
  form.addEventListener('submit', event => {
    event.preventDefault();
    oneAtATime(send, () => change(() => act(new FormData(form)), done, changed));
  });
  return form;
}

const change = (act, done, changed) => attempt(async () => {
  await act();
  clear();
  confirm(done);
  await changed();
});

/** What is not done often, or not by accident. */
export const unfolding = (label, description, ...content) =>
  element('details', {}, element('summary', { 'aria-label': description }, label), ...content);

/** An input or a selection under its label. */
export const labelled = (label, input) => element('label', {}, label, input);

/** Puts other actions into `container`, which is part of a list's entry; a focus that was there stays in the entry. */
export function replaceActions(container, actions) {
  const focused = container.contains(document.activeElement);
  container.replaceChildren(...actions);
  if (focused) {
    container.closest('li').querySelector('button, summary, a')?.focus();
  }
}
