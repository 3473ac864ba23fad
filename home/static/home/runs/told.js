// What the reader is told of ticks: how many wait and why, and what the last one made of the list, with a way back.

const SHOWN = 20_000; // ms that the way back is offered; after that the item's own box takes the tick back
const NAMED = 2; // ticks that cannot be saved, told of one by one

const texts = document.getElementById("kryss").dataset;
const line = document.getElementById("kryss-lage");
const told = document.querySelector("[data-told]");
const undo = document.querySelector("[data-undo]");

let last = ""; // the item that the way back is for
let timer = null;

// `state` is the outbox's; `count` items wait; `news` is what the server has said of one; `stuck` are the words of
// those among the waiting that the server cannot save, as far as they stand on this page.
export function tellWaiting(state, count, news, stuck = []) {
  const [text, hurry] = count && state !== "sent" ? reason(state, count, stuck) : ["", false];
  const full = [news, text].filter(Boolean).join(" ");
  const shown = line.querySelector("[data-line]");
  if (shown.textContent !== full) shown.textContent = full;
  line.hidden = !full;
  line.querySelector("[data-try]").hidden = !hurry;
  line.querySelector("[data-log-in]").hidden = !text || state !== "signed-out";
}

// What an item is called in a sentence.
export const words = (row) => row.querySelector(".run-item__text").textContent.trim().replace(/\.$/, "");

function reason(state, count, stuck) {
  if (state === "signed-out") return [texts.signedOut, false];
  if (state === "other") return [texts.other, false];
  if (state === "stale") return [texts.stale, true];
  const many = (one, more, number) => (number === 1 ? one : more.replace("%s", number));
  if (state !== "failing") return [many(texts.waitingOne, texts.waitingMany, count), true];
  const named = stuck.length > NAMED ? [] : stuck.map((item) => texts.stuck.replace("{item}", () => item));
  const others = count - named.length;
  if (others) named.push(many(texts.failingOne, texts.failingMany, others));
  return [named.join(" "), true];
}

export function tellTick(row, done) {
  if (!told) return;
  const rows = [...document.querySelectorAll("[data-item]")];
  const says = {
    item: words(row),
    done: rows.filter((one) => one.dataset.state === "done").length,
    total: rows.length,
  };
  told.textContent = (done ? texts.toldDone : texts.toldOpen).replace(/\{(\w+)\}/g, (_all, name) => says[name]);
  last = row.dataset.item;
  undo.hidden = !done;
  undo.querySelector(".visually-hidden").textContent = `: ${says.item}`;
  clearTimeout(timer);
  timer = setTimeout(fade, SHOWN);
}

function fade() {
  if (undo.matches(":focus, :hover")) timer = setTimeout(fade, SHOWN);
  else untell(last);
}

// Nothing more is said of an item, because that is not so or has been read.
export function untell(item) {
  if (!told || item !== last) return;
  told.textContent = "";
  undo.hidden = true;
}

export function onUndo(take) {
  undo?.addEventListener("click", () => take(last));
}

// Whether it is being sent: said of the line, so that it is read out when that is settled.
export function tellSending(sending) {
  line.setAttribute("aria-busy", String(sending));
}

export function onTry(flush) {
  line.querySelector("[data-try]").addEventListener("click", flush);
}

// Gives whether there is a way back.
export function focusUndo() {
  if (!undo || undo.hidden) return false;
  undo.focus({ preventScroll: true });
  return true;
}
