// Tells the style sheet how tall the bar with the next item is, so that it leaves room for it and nothing that
// takes focus is ever under it. The bar is another element after each answer of the server: call it again then.

const root = document.documentElement;
const observer = new ResizeObserver((entries) => {
  for (const entry of entries) tell(entry.target);
});

function tell(bar) {
  root.style.setProperty("--bar", `${Math.ceil(bar.getBoundingClientRect().height)}px`);
}

export function measureBar() {
  observer.disconnect();
  const bar = document.querySelector("[data-next]");
  if (bar) observer.observe(bar);
}
