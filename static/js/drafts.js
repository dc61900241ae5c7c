// Drafts of forms marked data-draft="name": what is typed survives a closed page, a lost network, an ended session.
// Kept in this browser for a day; never passwords, telephones or files; gone with 退出登录.
const DAY = 24 * 3600 * 1000;
const PREFIX = "draft:";
const SKIPPED = "[type=hidden], [type=password], [type=tel], [type=file], [data-no-draft]";

const nameOf = (form) => PREFIX + form.dataset.draft;
const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && !field.matches(SKIPPED) && field.type !== "submit");
const isTick = (field) => field.type === "checkbox" || field.type === "radio";

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, draft) {
  try {
    localStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // a full or forbidden store: the form works as before
  }
}

function valuesOf(form) {
  return fieldsOf(form).map((field) => [field.name, field.value, isTick(field) ? field.checked : null]);
}

function keep(form) {
  write(nameOf(form), { at: Date.now(), values: valuesOf(form), sent: false });
}

function putBack(form, values) {
  for (const [name, value, checked] of values) {
    const same = fieldsOf(form).filter((field) => field.name === name);
    const field = checked === null ? same[0] : same.find((one) => one.value === value);
    if (!field) continue;
    if (checked === null) field.value = value;
    else field.checked = checked;
  }
}

function offer(form, draft) {
  const line = document.createElement("p");
  const restore = document.createElement("button");
  const drop = document.createElement("button");
  line.className = "draft";
  for (const [button, words] of [[restore, "放回来"], [drop, "不要了"]]) {
    button.type = "button";
    button.className = "button button--small";
    button.textContent = words;
  }
  line.append("上次写了没交的字还在。", restore, drop);
  restore.addEventListener("click", () => { putBack(form, draft.values); line.remove(); });
  drop.addEventListener("click", () => { localStorage.removeItem(nameOf(form)); line.remove(); });
  form.prepend(line);
}

// A form was sent and another page came: accepted, unless that page says otherwise.
function settle() {
  const refused = document.querySelector("[data-keep-drafts], input[type=password], .refused, .field--wrong");
  for (const name of Object.keys(localStorage)) {
    const draft = name.startsWith(PREFIX) && read(name);
    if (!draft) continue;
    if (Date.now() - draft.at > DAY || (draft.sent && !refused)) localStorage.removeItem(name);
    else if (draft.sent) write(name, { ...draft, sent: false });
  }
}

function open(form) {
  const draft = read(nameOf(form));
  if (draft && JSON.stringify(draft.values) !== JSON.stringify(valuesOf(form))) offer(form, draft);
}

const timers = new WeakMap();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form || !form.matches("[data-draft]")) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), 400));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-forget-drafts]")) forgetAll();
  if (!form.matches("[data-draft]") || event.defaultPrevented) return;
  clearTimeout(timers.get(form));
  write(nameOf(form), { at: Date.now(), values: valuesOf(form), sent: true });
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest("form[data-draft]");
  if (form && ctx.response && ctx.response.status < 300) localStorage.removeItem(nameOf(form));
});

function forgetAll() {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX)) localStorage.removeItem(name);
  }
}

settle();
for (const form of document.querySelectorAll("form[data-draft]")) open(form);
