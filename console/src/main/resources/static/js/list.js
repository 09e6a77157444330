/**
 * Keeps the children of `container` in step with a list, so that what is focused, selected or unfolded stays so.
 *
 * @param key an item's identity
 * @param create makes `{node, update(item)}` for an item that is new
 */
export function keyedList(container, key, create) {
  const views = new Map();

  return items => {
    const wanted = new Set(items.map(key));
    for (const [id, view] of views) {
      if (!wanted.has(id)) {
        views.delete(id);
        leave(view.node, container);
      }
    }
    let place = container.firstElementChild;
    for (const item of items) {
      let view = views.get(key(item));
      if (!view) {
        view = create(item);
        views.set(key(item), view);
      }
      view.update(item);
      if (view.node === place) {
        place = place.nextElementSibling;
      } else {
        container.insertBefore(view.node, place);
      }
    }
  };
}

/** Removes a node and hands its focus to a neighbour: a keyboard must not start again at the top of the page. */
function leave(node, container) {
  const focused = node.contains(document.activeElement);
  const heir = (node.nextElementSibling ?? node.previousElementSibling)?.querySelector('button:not([hidden]), summary');
  node.remove();
  if (focused) {
    (heir ?? container).focus();
  }
}
