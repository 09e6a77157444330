import { byId, element } from './dom.js';

const CONFIRMATION_MILLIS = 6_000;

/** Says that something was done, for a while. */
export function confirm(text) {
  const message = element('p', { class: 'message' }, text);
  byId('confirmations').replaceChildren(message);
  setTimeout(() => message.remove(), CONFIRMATION_MILLIS);
}

/** Says what was refused and why, until it is closed or something else is refused. */
export function complain(error) {
  const close = element('button', { type: 'button', 'aria-label': 'Close this message' }, '×');
  const message = element('div', { class: 'message problem' }, body(error), close);
  close.addEventListener('click', () => message.remove());
  byId('confirmations').replaceChildren();
  byId('problems').replaceChildren(message);
}

export function clear() {
  byId('problems').replaceChildren();
}

function body(error) {
  if (!error.errors?.length) {
    return element('p', {}, error.message);
  }
  return element('ul', {}, ...error.errors.map(({ field, detail }) =>
    element('li', {}, element('strong', {}, field), ` ${detail}`)));
}

/** Does what a person asked for; whatever goes wrong with it is told. */
export async function attempt(act) {
  try {
    await act();
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
}
