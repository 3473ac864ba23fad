// Ticks without waiting for the line: shown at once, kept until the server has them, sent again until it has.
// Without this script each tick is a form that loads the page again.

import { measureBar } from "./bar.js";
import { Outbox } from "./outbox.js";

const DOUBLE = 600; // ms within which a second press on the same item is a slip of the finger
const FIRST_WAIT = 2_000; // ms before a tick is sent again
const LONGEST_WAIT = 60_000;

const form = document.getElementById("kryss");
const line = document.getElementById("kryss-lage");
const texts = form.dataset;
const outbox = new Outbox(texts.person);
const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
const item = (pk) => document.querySelector(`[data-item="${pk}"]`);

let sending = false;
let again = false;
let wait = FIRST_WAIT;
let timer = null;
let told = "";
let pressed = { item: "", at: 0 };

const ofThisRun = () => outbox.all().filter((tick) => tick.run === texts.run);

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Plain http, where browsers give no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function press(button) {
  const now = Date.now();
  if (pressed.item === button.value && now - pressed.at < DOUBLE) return;
  pressed = { item: button.value, at: now };
  told = "";
  const done = button.name === "klar";
  outbox.add({ run: texts.run, url: form.action, item: button.value, done, key: newKey(), at: now });
  showWaiting();
  flush();
}

// What waits looks as it will when it has been sent, and says that it waits.
function showWaiting() {
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
    note.textContent = texts.waiting;
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
  next.querySelector("[data-next-due]").textContent = "";
  const button = next.querySelector("[data-next-button]");
  button.value = row.dataset.item;
  button.querySelector(".visually-hidden").textContent = `: ${text}`;
}

function say(state = "sent") {
  const count = outbox.all().length;
  let text = told;
  if (state === "signed-out") text = texts.signedOut;
  else if (count && state !== "sent") {
    const waiting = count === 1 ? texts.waitingOne : texts.waitingMany.replace("%s", count);
    text = [told, waiting].filter(Boolean).join(" ");
  }
  if (line.textContent !== text) line.textContent = text;
  line.hidden = !text;
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
  let state;
  do {
    again = false;
    state = await outbox.send(token(), taken);
  } while (again && state === "sent");
  sending = false;
  say(state);
  if (state === "sent") {
    wait = FIRST_WAIT;
    return;
  }
  wait = Math.min(2 * wait, LONGEST_WAIT);
  if (state === "waiting") timer = setTimeout(flush, wait);
  if (state === "stale") await renew();
}

function taken(tick, answer, html) {
  if (answer !== "taken") told = texts[answer] ?? texts.refused;
  if (tick.run !== texts.run) return;
  if (html) swap(new DOMParser().parseFromString(html, "text/html"));
  else item(tick.item)?.querySelector("[data-wait]")?.setAttribute("hidden", "");
}

// Only what differs is put in, so that focus and reading place stay.
function swap(fresh) {
  const focused = document.activeElement?.closest?.("[data-part]")?.id;
  const isNext = document.activeElement?.matches?.("[data-next-button]");
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const shown = document.getElementById(part.id);
    if (shown && shown.outerHTML !== part.outerHTML) shown.replaceWith(document.importNode(part, true));
  }
  measureBar();
  showWaiting();
  const place = focused && document.getElementById(focused);
  if (place && !place.contains(document.activeElement)) {
    place.querySelector(isNext ? "[data-next-button]" : "button.run-item__tick")?.focus({ preventScroll: true });
  }
}

// What others have done meanwhile, and a token that is valid.
async function renew() {
  try {
    const reply = await fetch(location.href, { redirect: "manual" });
    if (!reply.ok) return;
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
    const value = fresh.querySelector("#kryss [name=csrfmiddlewaretoken]")?.value;
    if (!value) return;
    form.querySelector("[name=csrfmiddlewaretoken]").value = value;
    swap(fresh);
    if (outbox.all().length) timer = setTimeout(flush, wait);
  } catch {
    // No line: there will be another occasion.
  }
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
  if (event.persisted) renew().then(flush);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && texts.run) renew().then(flush);
});

form.dataset.ready = "";
measureBar();
showWaiting();
flush();
