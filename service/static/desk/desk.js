// Small comforts of the desk's pages. Without this file every page works, with a click more.
"use strict";

document.documentElement.classList.add("scripted");

// Times are written in UTC, and shown in the reader's own zone: in place, or where an age is shown, as its title.
function localiseTimes() {
  for (const time of document.querySelectorAll("time[datetime]:not([data-local])")) {
    const told = new Date(time.dateTime).toLocaleString(undefined, { dateStyle: "short", timeStyle: "short" });
    const utc = time.title || time.textContent;
    if (time.title) time.title = `${told} (${utc})`;
    else [time.title, time.textContent] = [utc, told];
    time.dataset.local = "";
  }
}

// Languages are written as codes, and shown by their names.
const LANGUAGES = new Intl.DisplayNames("en", { type: "language" });

function nameLanguages() {
  for (const place of document.querySelectorAll("[data-language]")) {
    try {
      place.textContent = LANGUAGES.of(place.dataset.language);
    } catch {
      // What a site calls a language may be none.
    }
  }
}

function makePlain() {
  localiseTimes();
  nameLanguages();
}

// Who has changed an entry in place goes on from there.
function keepFocus() {
  const changed = document.querySelector("[data-changed]");
  changed?.removeAttribute("data-changed");
  if (document.activeElement === document.body) changed?.focus();
}

// A choice by the pointer is meant; by the keyboard every option on the way is chosen too, so that takes the button.
let isByKey = false;
document.addEventListener("keydown", () => { isByKey = true; }, true);
document.addEventListener("pointerdown", () => { isByKey = false; }, true);
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submits-itself]");
  if (form && !isByKey && event.target.matches("select")) form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-selects-itself]")) event.target.select();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copies);
  button.textContent = "Copied";
});

// Told in the form that asked, where it has a place for that: the head of a long page may be out of sight.
const placeFor = (source) =>
  (source instanceof Element && source.querySelector(".told")) || document.getElementById("notice");

function tell(place, words) {
  const line = document.createElement("p");
  line.className = "fault";
  line.textContent = words;
  place.replaceChildren(line);
  line.scrollIntoView({ block: "nearest" });
  return line;
}

// Only what somebody has sent is told of: what a page asks by itself, it asks again.
const isSent = (source, ctx) => source.isConnected && !source.hidden && ctx?.request.method === "POST";

// A proxy answers in the service's place with any status, and htmx would take it for ours: a decision that was recorded.
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = event.detail;
  if (ctx.response.headers.has("Copydesk-Desk")) {
    if (ctx.hx.retarget === "#notice") ctx.hx.retarget = placeFor(event.target);
    return;
  }
  event.preventDefault();
  if (!isSent(event.target, ctx)) return;
  const by = `something between here and the service answered in its place (${ctx.response.status})`;
  tell(placeFor(event.target), `Not saved: ${by}. Nothing is lost here: try again in a moment.`);
});
document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (!isSent(event.target, ctx)) return;
  tell(placeFor(event.target), "Not saved: the service cannot be reached. Nothing is lost here: try again in a moment.");
});

// What htmx puts into a page is treated like the page itself.
document.addEventListener("htmx:after:swap", () => {
  makePlain();
  keepFocus();
});

document.addEventListener("DOMContentLoaded", () => {
  makePlain();
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
  }
});
