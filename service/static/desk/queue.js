// Keys for the queue. Without this file every card works by its buttons.
"use strict";

const cards = document.getElementById("cards");
const keysOn = document.getElementById("keys-on");
const more = document.getElementById("more");
const spoken = document.getElementById("spoken");
const RENEW_MS = 120_000;
const ATTENDED_MS = 600_000;
const LOOK_AGAIN_MS = 30_000;
let hasRoom = false;
const underWay = new Set();
let undoing = null;
let undosWanted = 0;

const all = () => [...cards.querySelectorAll(".card:not([aria-busy='true'])")];
const current = () => cards.querySelector(".card.current");

function go(card, focus = true) {
  if (!card) return;
  current()?.classList.remove("current");
  card.classList.add("current");
  spoken.textContent = "";
  if (focus) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
}

function neighbour(card, step) {
  const known = all();
  const at = known.indexOf(card);
  return at < 0 ? known[0] : known[at + step];
}

const press = (card, verdict) => {
  if (card.getAttribute("aria-busy") === "true") return;
  card.querySelector(`button[value="${verdict}"]`)?.click();
};

// What was done last is known only when nothing is under way; until then the wish is kept.
function takeBack() {
  if (underWay.size) undosWanted += 1;
  else document.getElementById("undo")?.requestSubmit();
}

const decideSelected = () => document.getElementById("selection").requestSubmit();

// What is another's, or gone, leaves the page with whoever passes it by.
function drop(card) {
  if (!card.querySelector(".told [data-gone]")) return false;
  go(neighbour(card, 1) ?? neighbour(card, -1));
  card.remove();
  more.requestSubmit();
  return true;
}

// Whoever does not see the labels is told what a figure has done.
function label(box) {
  if (!box) return;
  box.click();
  spoken.textContent = `${box.nextElementSibling.lastChild.textContent} ${box.checked ? "on" : "off"}`;
}

// What differs from the card is open already: it is not to be shut by showing the rest.
function toggle(folded) {
  const opens = folded.some((details) => !details.open);
  for (const details of folded) details.open = opens;
}

const ACTIONS = {
  a: (card) => press(card, "approve"),
  r: (card) => press(card, "reject"),
  u: (card) => press(card, "unsure"),
  s: (card) => drop(card) || press(card, "skip"),
  j: (card) => drop(card) || go(neighbour(card, 1)),
  k: (card) => go(neighbour(card, -1)),
  x: (card) => card.querySelector(".choose")?.click(),
  d: () => cards.querySelector(".choose:checked") && decideSelected(),
  o: (card) => toggle([...card.querySelectorAll(".rest, .alike")]),
  n: (card) => {
    card.querySelector(".note").open = true;
    card.querySelector("textarea").focus();
  },
};

// The key as the list names it. Where another alphabet is set, or figures take Shift, the key's place tells which it is.
function named(event) {
  const key = event.key.toLowerCase();
  if (/^[a-z0-9?]$/.test(key) || event.key.length > 1) return key;
  if (key === "؟") return "?";
  return event.shiftKey ? key : (/^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code)?.[1] ?? key).toLowerCase();
}

function isTyping(target) {
  return target.closest("textarea, select, input:not([type=checkbox]), [contenteditable], dialog") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && event.target.matches(".card textarea")) {
    event.target.closest(".card").focus();
    return;
  }
  if (isTyping(event.target)) return;
  const key = named(event);
  if (key === "?") {
    document.getElementById("keys").showModal();
    event.preventDefault();
    return;
  }
  if (!keysOn.checked) return;
  if (key === "z") {
    event.preventDefault();
    if (!event.repeat) takeBack();
    return;
  }
  const card = event.target.closest?.(".card") ?? current() ?? all()[0];
  if (!card) return;
  if (/^[1-8]$/.test(key)) {
    label(card.querySelectorAll(".labels input")[Number(key) - 1]);
    event.preventDefault();
  } else if (Object.hasOwn(ACTIONS, key) && !event.repeat) {
    event.preventDefault();
    ACTIONS[key](card);
  }
});

document.addEventListener("htmx:config:request", (event) => {
  if (event.target.id !== "undo" || !underWay.size) return;
  event.preventDefault();
  takeBack();
});
document.addEventListener("htmx:before:request", (event) => {
  underWay.add(event.detail.ctx);
  if (event.target.id === "undo") undoing = event.detail.ctx;
  const card = event.target.closest?.(".card");
  if (!card) return;
  // The next card is at hand at once; the one that is being saved stays, faint, until it is.
  const next = neighbour(card, 1) ?? neighbour(card, -1);
  card.querySelector(".told").replaceChildren();
  card.setAttribute("aria-busy", "true");
  card.classList.remove("current");
  go(next);
});
document.addEventListener("htmx:finally:request", (event) => {
  const { ctx } = event.detail;
  underWay.delete(ctx);
  const card = event.target.closest?.(".card");
  card?.removeAttribute("aria-busy");
  // Nothing of ours came: back to what is still to be decided.
  if (card && ctx.status !== "swapped") go(card);
  // What has not happened is not to be taken back, nor what was done before it.
  if (ctx.status !== "swapped" || ctx.hx.retarget) undosWanted = 0;
  if (!undosWanted || underWay.size) return;
  undosWanted -= 1;
  takeBack();
});
document.addEventListener("htmx:after:swap", (event) => {
  // Two answers to keys pressed at once may bring the same card: then there is room for another.
  const known = new Set();
  for (const card of cards.querySelectorAll(".card")) {
    if (known.has(card.id)) {
      card.remove();
      hasRoom = true;
    }
    known.add(card.id);
  }
  tellSelected();
  if (hasRoom && !cards.querySelector("[aria-busy='true']")) {
    hasRoom = false;
    more.requestSubmit();
  }
  // What was taken back is what the next key is meant for.
  if (event.detail.ctx === undoing) go(all()[0]);
  if (!current()) go(all()[0], document.activeElement === document.body);
});

// How many are selected, where the button says what it would do to them.
const count = document.querySelector("#selection [data-count]");
function tellSelected() {
  const chosen = cards.querySelectorAll(".choose:checked").length;
  count.textContent = chosen ? `${chosen} ` : "";
}
document.addEventListener("change", (event) => {
  if (event.target.matches(".choose")) tellSelected();
});

document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.(".card");
  if (card && !card.classList.contains("current")) go(card, false);
});

for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
}

keysOn.checked = localStorage.getItem("desk-keys") !== "off";
keysOn.addEventListener("change", () => localStorage.setItem("desk-keys", keysOn.checked ? "on" : "off"));

// Whoever looks at the page keeps its comments: that somebody does is known by a key or the pointer.
let usedAt = Date.now();
for (const used of ["keydown", "pointerdown", "pointermove", "wheel"]) {
  document.addEventListener(used, () => {
    const isBack = Date.now() - usedAt > ATTENDED_MS;
    usedAt = Date.now();
    if (isBack) renew();
  }, { capture: true, passive: true });
}

function renew() {
  const shown = cards.querySelectorAll("[name=shown]");
  if (document.hidden || !shown.length || Date.now() - usedAt > ATTENDED_MS) return;
  const body = new URLSearchParams([...shown].map((field) => ["shown", field.value]));
  body.append("csrf", document.querySelector("[name=csrf]").value);
  fetch("/desk/queue/renew", { method: "POST", body }).catch(() => {});
}
setInterval(renew, RENEW_MS);

// Whoever has nothing to do is shown what comes; as long as nothing does, no screen reader is told so again and again.
let isBlind = false;
setInterval(async () => {
  if (document.hidden || cards.querySelector(".card")) return;
  const body = new URLSearchParams(new FormData(more));
  const answer = await fetch(more.action, { method: "POST", body }).catch(() => null);
  const isSeen = answer?.ok && !answer.redirected && answer.headers.has("Copydesk-Desk");
  if (!isSeen) {
    tellBlind(answer);
    return;
  }
  const found = await answer.text().catch(() => "");
  if (isBlind || found.includes('id="card-')) more.requestSubmit();
  isBlind = false;
}, LOOK_AGAIN_MS);

// That nothing comes is no news where nothing could.
function tellBlind(answer) {
  const isOver = answer?.headers.has("Copydesk-Desk") && (answer.redirected || answer.status === 403);
  const words = isOver
    ? "Your session is over, and nothing new is shown here any more: load the page again."
    : "The service cannot be reached, so nothing new is shown. The page goes on trying.";
  const place = document.getElementById("nothing");
  if (place.textContent !== words) tell(place, words).role = "alert";
  isBlind = true;
}

go(all()[0], false);
