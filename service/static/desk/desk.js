// Small comforts of the desk's pages. Without this file every page works, with a click more.
"use strict";

document.documentElement.classList.add("scripted");

// Times are written in UTC, and shown in the reader's own zone.
function localiseTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]:not([title])")) {
    const moment = new Date(time.dateTime);
    time.title = time.textContent;
    time.textContent = moment.toLocaleString(undefined, { dateStyle: "short", timeStyle: "short" });
  }
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submits-itself]");
  if (form && event.target.matches("select")) form.requestSubmit();
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

// What htmx puts into a page is treated like the page itself.
document.addEventListener("htmx:after:swap", () => localiseTimes(document));

document.addEventListener("DOMContentLoaded", () => {
  localiseTimes(document);
  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;
  }
});
