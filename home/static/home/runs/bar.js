// Gives the bar with the next item its place on a telephone, and tells the style sheet how tall it is, and what is
// told above it, so that it leaves room for them and nothing that takes focus is ever under them. The bar is another
// element after each answer of the server: call it again then.

const COVERS = 0.2; // of the screen's height, at most: where it would be more, it stays in its place on the page

const root = document.documentElement;
const observer = new ResizeObserver((entries) => {
  for (const entry of entries) {
    const name = entry.target.matches("[data-next]") ? "--bar" : "--told";
    root.style.setProperty(name, `${Math.ceil(entry.target.getBoundingClientRect().height)}px`);
  }
  // Not now: it may change the sizes that are being told of.
  requestAnimationFrame(place);
});

// How tall it is at the bottom of the screen decides, also while it is not there.
function place() {
  const bar = document.querySelector("[data-next]");
  if (!bar) return;
  root.dataset.bar = "low";
  if (bar.offsetHeight > COVERS * root.clientHeight) root.dataset.bar = "inside";
}

export function measureBar() {
  observer.disconnect();
  place();
  for (const shown of document.querySelectorAll("[data-next], .run-told")) observer.observe(shown);
}

addEventListener("resize", place);
