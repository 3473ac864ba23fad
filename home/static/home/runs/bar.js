// Tells the style sheet how tall the bar with the next item is, and what is told above it, so that it leaves room
// for them and nothing that takes focus is ever under them. The bar is another element after each answer of the
// server: call it again then.

const root = document.documentElement;
const observer = new ResizeObserver((entries) => {
  for (const entry of entries) {
    const name = entry.target.matches("[data-next]") ? "--bar" : "--told";
    root.style.setProperty(name, `${Math.ceil(entry.target.getBoundingClientRect().height)}px`);
  }
});

export function measureBar() {
  observer.disconnect();
  for (const shown of document.querySelectorAll("[data-next], .run-told")) observer.observe(shown);
}
