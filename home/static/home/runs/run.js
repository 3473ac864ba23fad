// Ticks without waiting for the line: shown at once, kept until the server has them, sent again until it has.
// Without this script each tick is a form that loads the page again.

import { measureBar } from "./bar.js";
import { lookSoon, startLooking, stopLooking } from "./look.js";
import { Outbox } from "./outbox.js";
import { keepPlace, sameFocusable } from "./place.js";
import { focusUndo, onTry, onUndo, tellSending, tellTick, tellWaiting, untell, words } from "./told.js";

const DOUBLE = 600; // ms within which a second press on the same item is a slip of the finger
const REST = 1_000; // ms that the bar's button rests after a press: it is another item's then
const REPEAT = 400; // ms that it rests on if it is pressed meanwhile, so that a key held down ticks one item
const FIRST_WAIT = 2_000; // ms before a tick is sent again
const LONGEST_WAIT = 60_000;

const form = document.getElementById("kryss");
const texts = form.dataset;
const outbox = new Outbox(texts.person);
const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
const item = (pk) => document.querySelector(`[data-item="${pk}"]`);

let sending = false;
let again = false;
let wait = FIRST_WAIT;
let timer = null;
let news = "";
let pressed = { item: "", at: 0 };
let restUntil = 0;
let restTimer = null;
let answers = 0;

const ofThisRun = () => outbox.all().filter((tick) => tick.run === texts.run);

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Plain http, where browsers give no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function press(button) {
  const now = Date.now();
  if (button.matches("[data-next-button]")) {
    const resting = now < restUntil;
    rest(Math.max(restUntil, now + (resting ? REPEAT : REST)));
    if (resting) return;
  }
  if (pressed.item === button.value && now - pressed.at < DOUBLE) return;
  pressed = { item: button.value, at: now };
  put(button.value, button.name === "klar");
}

function put(pk, done) {
  const inBar = document.activeElement?.closest?.("[data-next]");
  news = "";
  outbox.add({ run: texts.run, url: form.action, item: pk, done, key: newKey(), at: Date.now() });
  showWaiting();
  if (item(pk)) tellTick(item(pk), done);
  if (inBar?.hidden) focusUndo(); // that was the last one
  flush();
}

function takeBack(pk) {
  rest(Date.now() + REST);
  put(pk, false);
  const bar = document.querySelector("[data-next]:not([hidden]) [data-next-button]");
  (bar ?? item(pk)?.querySelector("button.run-item__tick"))?.focus({ preventScroll: true });
}

// Keeps its focus, which `disabled` would not.
function rest(until = restUntil) {
  restUntil = until;
  clearTimeout(restTimer);
  const button = document.querySelector("[data-next-button]");
  const left = restUntil - Date.now();
  if (left > 0) {
    button?.setAttribute("aria-disabled", "true");
    restTimer = setTimeout(() => rest(), left);
  } else button?.removeAttribute("aria-disabled");
}

// What waits looks as it will when it has been sent, and says that it waits.
function showWaiting() {
  const stuck = outbox.stuck().filter((tick) => tick.run === texts.run).map((tick) => tick.item);
  for (const tick of ofThisRun()) {
    const row = item(tick.item);
    if (!row) continue;
    row.dataset.state = tick.done ? "done" : "open";
    const button = row.querySelector("button.run-item__tick");
    if (button) {
      button.name = tick.done ? "angra" : "klar";
      button.setAttribute("aria-pressed", String(tick.done));
    }
    const note = row.querySelector("[data-wait]");
    note.textContent = stuck.includes(tick.item) ? texts.stuckHere : texts.waiting;
    note.hidden = false;
  }
  showNext();
}

// The next item moves on at once; the server says the same when it has answered.
function showNext() {
  const next = document.querySelector("[data-next]");
  if (!next) return;
  const open = [...document.querySelectorAll('[data-item][data-state="open"]')].filter(
    (row) => Number(row.dataset.rank) < 2 && row.querySelector("button.run-item__tick"),
  );
  const row = open.find((one) => one.dataset.rank === "0") ?? open[0];
  next.hidden = !row;
  const link = next.querySelector("[data-next-link]");
  if (!row || link.hash === `#${row.id}`) return;
  const text = row.querySelector(".run-item__text").textContent;
  link.textContent = text;
  link.href = `#${row.id}`;
  const due = document.createElement("span");
  due.className = row.matches(".run-item--late") ? "late" : "";
  due.textContent = row.dataset.due;
  next.querySelector("[data-next-due]").replaceChildren(due);
  const button = next.querySelector("[data-next-button]");
  button.value = row.dataset.item;
  button.querySelector(".visually-hidden").textContent = `: ${text}`;
}

function say(state = "sent") {
  const stuck = state === "failing" ? outbox.stuck().filter((tick) => tick.run === texts.run && item(tick.item)) : [];
  tellWaiting(state, outbox.count(), news, stuck.map((tick) => words(item(tick.item))));
}

async function flush() {
  if (sending) {
    again = true;
    return;
  }
  clearTimeout(timer);
  if (!outbox.all().length) {
    say();
    return;
  }
  sending = true;
  tellSending(true);
  let state;
  do {
    again = false;
    state = await outbox.send(token, renew, taken);
  } while (again && ["sent", "failing"].includes(state));
  sending = false;
  showWaiting();
  say(state);
  tellSending(false);
  if (state === "sent") {
    wait = FIRST_WAIT;
    return;
  }
  wait = Math.min(2 * wait, LONGEST_WAIT);
  if (!["signed-out", "other"].includes(state)) timer = setTimeout(flush, wait);
}

function taken(tick, answer, html) {
  wait = FIRST_WAIT; // the line is there, and the server
  if (answer !== "taken") news = texts[answer] ?? texts.refused;
  if (tick.run !== texts.run) return;
  answers += 1;
  if (answer !== "taken") untell(tick.item);
  if (html) swap(new DOMParser().parseFromString(html, "text/html"), tick.item);
  else item(tick.item)?.querySelector("[data-wait]")?.setAttribute("hidden", "");
}

// Only what differs is put in, so that focus and reading place stay. `answered` is the item whose tick this answers, if
// it does. Gives whether anything differed.
function swap(fresh, answered) {
  let changed = false;
  const putBack = keepPlace();
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const shown = document.getElementById(part.id);
    if (!shown) continue;
    sameFocusable(shown, part);
    if (shown.outerHTML === part.outerHTML) continue;
    shown.replaceWith(document.importNode(part, true));
    changed = true;
  }
  measureBar();
  showWaiting();
  rest();
  putBack(answered, focusUndo);
  return changed;
}

// What others have done meanwhile, and a token that is valid. Gives "renewed", or why not: see Outbox.send.
// Perhaps nobody is there: what the reader has been told of the run is not read by it.
async function renew() {
  const before = answers;
  let reply, html;
  try {
    const headers = { "X-Background": "1" };
    reply = await fetch(location.pathname + location.search, { headers, redirect: "manual", cache: "no-store" });
    html = await reply.text();
  } catch {
    return "waiting";
  }
  if (reply.type === "opaqueredirect") return "signed-out";
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const theirs = fresh.getElementById("kryss");
  // Where somebody else is signed in now, what one reads here is not theirs, nor are one's ticks.
  if (theirs && theirs.dataset.person !== texts.person) return "other";
  if (reply.status === 404) return "stale";
  const value = theirs?.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!reply.ok || !value) return "failing";
  form.querySelector("[name=csrfmiddlewaretoken]").value = value;
  // An answer to a tick that has come meanwhile is newer.
  if (answers === before && swap(fresh)) lookSoon();
  return "renewed";
}

async function refresh() {
  const state = await renew();
  if (state === "renewed") flush();
  else if (outbox.count()) say(state);
  if (["signed-out", "other", "stale"].includes(state)) stopLooking();
}

// Buttons are swapped, so their form listens for them.
form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || !["klar", "angra"].includes(button.name)) return;
  event.preventDefault();
  press(button);
});
addEventListener("online", flush);
addEventListener("pageshow", (event) => {
  if (event.persisted) refresh();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible" || !(texts.run || outbox.count())) return;
  lookSoon();
  refresh();
});

onUndo(takeBack);
onTry(flush);

form.dataset.ready = "";
measureBar();
showWaiting();
flush();
// What waits brings along what others have done when it is sent.
if (texts.run) startLooking(() => sending || outbox.count() || refresh());
