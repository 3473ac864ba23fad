// Who has a run before them sees what others do in it without touching the page: asked for gently, more seldom where
// nothing happens and nobody touches anything, and never while nobody sees it.

const EVERY = 60_000; // ms
const LONGEST = 5 * EVERY;

let look = null;
let pause = EVERY;
let timer = null;

// `what` asks, unless this is no moment for it.
export function startLooking(what) {
  look = what;
  again();
  for (const touch of ["pointerdown", "keydown"]) {
    addEventListener(touch, () => pause > EVERY && lookSoon(), { passive: true });
  }
}

// Something has happened here.
export function lookSoon() {
  pause = EVERY;
  again();
}

export function stopLooking() {
  clearTimeout(timer);
}

function again() {
  clearTimeout(timer);
  if (!look) return;
  timer = setTimeout(() => {
    pause = Math.min(2 * pause, LONGEST);
    again();
    if (document.visibilityState === "visible") look();
  }, pause);
}
