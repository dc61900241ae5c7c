// Small comforts on top of pages that work without them. One listener a kind, on the document.
document.documentElement.classList.add("js");

const flash = document.getElementById("flash");

function say(words, wrong = false) {
  const line = document.createElement("p");
  line.className = wrong ? "flash__line flash__line--wrong" : "flash__line";
  line.textContent = words;
  flash.replaceChildren(line);
  flash.scrollIntoView({ block: "nearest" });
}

// --- clicks -----------------------------------------------------------------

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const copy = at("[data-copy]");
  const elder = at("[data-elder]");
  if (copy) copyText(copy);
  else if (at("[data-print]")) window.print();
  else if (elder) toggleElder(event, elder);
  closeMenus(at(".nav details, details.nav"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest(".nav details[open], details.nav[open]");
  closeMenus(null);
  if (open) open.querySelector("summary").focus();
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll(".nav details[open], details.nav[open]")) {
    if (menu !== except) menu.open = false;
  }
}

async function copyText(button) {
  const text = document.getElementById(button.dataset.copy).innerText;
  const done = (await writeClipboard(text)) || copyBySelection(text);
  const words = button.dataset.words || (button.dataset.words = button.textContent);
  button.textContent = done ? "已复制" : "请长按文字复制";
  setTimeout(() => { button.textContent = words; }, 2500);
}

async function writeClipboard(text) {
  if (!navigator.clipboard) return false; // plain HTTP has none
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function copyBySelection(text) {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = text;
  area.readOnly = true;
  area.className = "hidden-text";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (focused) focused.focus();
  return done;
}

function toggleElder(event, link) {
  event.preventDefault();
  const on = document.documentElement.classList.toggle("elder");
  document.cookie = `elder=${on ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
  link.textContent = on ? "普通字号" : "大字";
}

// --- wide tables ------------------------------------------------------------

// A table wider than its card scrolls by keyboard too.
function reachWideTables() {
  for (const box of document.querySelectorAll(".card--table, .papers__main")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

reachWideTables();
window.addEventListener("resize", reachWideTables);
document.addEventListener("htmx:after:swap", reachWideTables);

// --- forms ------------------------------------------------------------------

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (!navigator.onLine) {
    event.preventDefault();
    say("现在没有网络，没有交出去。字都还在，连上网再按一次。", true);
    return;
  }
  setTimeout(() => hold(form, true)); // after the browser has read the button's own value
  setTimeout(() => hold(form, false), 8000); // an answer that is a download leaves the page here
});

window.addEventListener("pageshow", () => {
  for (const form of document.forms) hold(form, false);
});

function hold(form, on) {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (on && !button.disabled) button.dataset.held = "";
    if ("held" in button.dataset) button.disabled = on;
    if (!on) delete button.dataset.held;
  }
}

function focusOnTrouble() {
  const wrong = document.querySelector("#main [aria-invalid=true], #main .refused");
  if (wrong) wrong.focus();
}

focusOnTrouble();

// --- htmx -------------------------------------------------------------------

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const meta = document.querySelector("meta[name=csrf-token]");
  if (meta) ctx.request.headers["X-CSRFToken"] = meta.content;
});

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.matches("form")) hold(ctx.sourceElement, true);
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  const form = ctx.sourceElement.closest("form");
  const status = ctx.response ? ctx.response.status : 0;
  if (form) hold(form, false);
  if (form && status >= 200 && status < 300) renewKey(form);
  if (status === 422) focusOnTrouble();
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (!ctx || ctx.response) return;
  say("没有连上服务器，没有保存。字都还在，过一会儿再按一次。", true);
});

// A form that stays on the page after it was accepted is a new form next time.
function renewKey(form) {
  const key = form.querySelector("input[name=_once]");
  if (!key) return;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  key.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
