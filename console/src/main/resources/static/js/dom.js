/** The element with this id. */
export const byId = id => document.getElementById(id);

/** A new element; children that are strings become text, never markup. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

/** A button that does one thing at a time. */
export function button(label, description, act) {
  const node = element('button', { type: 'button', 'aria-label': description }, label);
  node.addEventListener('click', () => oneAtATime(node, act));
  return node;
}

/** Runs `act` unless it still runs; the button keeps the focus meanwhile. */
export async function oneAtATime(node, act) {
  if (node.ariaBusy === 'true') {
    return;
  }
  node.ariaBusy = 'true';
  try {
    await act();
  } finally {
    node.ariaBusy = 'false';
  }
}

export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}
