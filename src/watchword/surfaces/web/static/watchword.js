// What script adds to pages that work without it: copying, the scope tree, times, menus, filters.
"use strict";

const root = document.documentElement;
root.classList.remove("no-script");

// The region that screen readers listen to. It carries the words that script says, so that they
// are translated with the page.
const region = document.getElementById("announcement");
const words = region.dataset;

function announce(text) {
  region.textContent = text;
}

// Copy button: <button data-copy="id of the element whose text is copied">.
async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = source.value ?? source.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // No clipboard on plain HTTP: select the text, so that the keyboard's copy works at once.
    const range = document.createRange();
    range.selectNodeContents(source);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    announce(words.selected);
    return;
  }
  const label = button.querySelector("[data-label]");
  const before = label.dataset.label;
  button.dataset.copied = "";
  label.textContent = words.copied;
  announce(words.copied);
  clearTimeout(button.waiting);
  button.waiting = setTimeout(() => {
    delete button.dataset.copied;
    label.textContent = before;
  }, 3000);
}

// Scope tree: a parent carries its children, so ticking it ticks them; unticking a child leaves its
// brothers and takes the parent away. A scope of little use alone names its companion in data-also.
function scopeChanged(box) {
  const item = box.closest("li");
  for (const child of item.querySelectorAll("ul input")) child.checked = box.checked;
  if (!box.checked) {
    for (let up = item.parentElement.closest("[data-scopes] li"); up; up = up.parentElement.closest("[data-scopes] li")) {
      up.querySelector("input").checked = false;
    }
  }
  const companion = box.checked && box.dataset.also && document.getElementById(box.dataset.also);
  if (companion && !companion.checked) {
    companion.checked = true;
    scopeChanged(companion);
  }
}

// A part of a form that only one choice of a <select> needs: data-shown-for="id=value".
function revealFor(part) {
  const [id, value] = part.dataset.shownFor.split("=");
  const select = document.getElementById(id);
  const update = () => {
    part.hidden = select.value !== value;
    for (const field of part.querySelectorAll("input")) field.required = !part.hidden;
  };
  select.addEventListener("change", update);
  update();
}

// Times: relative within 30 days (the server wrote the date, the title has the exact time).
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function relative(seconds) {
  const format = new Intl.RelativeTimeFormat(root.lang || "en", { numeric: "auto" });
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return format.format(Math.trunc(seconds / size), unit);
}

function refreshTimes() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const away = (Date.parse(time.dateTime) - Date.now()) / 1000;
    if (Math.abs(away) < 30 * 86400) time.textContent = relative(away);
  }
}

// Live filter: <input data-filter="id of a list">, hides the items whose text does not match.
function filter(input) {
  const wanted = input.value.trim().toLowerCase();
  let shown = 0;
  for (const item of document.getElementById(input.dataset.filter).children) {
    item.hidden = !item.textContent.toLowerCase().includes(wanted);
    shown += item.hidden ? 0 : 1;
  }
  const nothing = document.getElementById(`${input.dataset.filter}-nothing`);
  if (nothing) nothing.hidden = shown > 0;
  announce(words.shown.replace("{count}", String(shown)));
}

// Menus are <details>: Escape and a click elsewhere close them.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
  closeMenus(event.target.closest("details.menu"));
});

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-scopes]")) scopeChanged(event.target);
});

document.addEventListener("input", (event) => {
  if (event.target.dataset.filter) filter(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = event.target.closest("details.menu[open]");
    closeMenus();
    menu?.querySelector("summary").focus();
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

// A form that was sent is not sent again by a second click; coming back by the history frees it.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.querySelectorAll("[data-shown-for]").forEach(revealFor);
document.querySelector("[data-focus]")?.focus();
refreshTimes();
setInterval(refreshTimes, 30000);
