// Dragging a matter of the agenda presses the row's own button with the new neighbour; the buttons work without it.
function follow(list) {
  if (!window.Sortable || list.dataset.follows) return;
  list.dataset.follows = "1";
  window.Sortable.create(list, {
    handle: "[data-handle]",
    draggable: "[data-item]",
    forceFallback: true,
    onEnd: ({ item, oldIndex, newIndex }) => {
      if (oldIndex !== newIndex) setTimeout(() => place(item));
    },
  });
}

function place(row) {
  // An empty style left by the drag would be copied at the swap, which the content policy forbids.
  for (const other of row.parentElement.children) other.removeAttribute("style");
  const form = row.querySelector("form.moves");
  const button = form.querySelector("button");
  const previous = row.previousElementSibling;
  button.disabled = false;
  button.value = previous && previous.dataset.item ? previous.dataset.item : "0";
  form.requestSubmit(button);
}

function followAll() {
  for (const list of document.querySelectorAll("[data-agenda]")) follow(list);
}

followAll();
document.addEventListener("htmx:after:swap", followAll);
