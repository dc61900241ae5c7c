// The session page: the button of a promise names who says it aloud, as the unit is chosen.
function nameConfirmer(select) {
  const button = document.getElementById(select.dataset.names);
  if (!button) return;
  const who = select.selectedOptions[0]?.dataset.who ?? "";
  button.textContent = who + button.dataset.after;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-names]")) nameConfirmer(event.target);
});

for (const select of document.querySelectorAll("select[data-names]")) nameConfirmer(select);
document.addEventListener("htmx:after:swap", () => {
  for (const select of document.querySelectorAll("select[data-names]")) nameConfirmer(select);
});
