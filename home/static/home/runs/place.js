// Keeps the reader's place while parts of the page are replaced: focus goes back to the control that had it, and never
// to one that does something else, since the next press of Enter may be on its way already.

const TICKS = "button.run-item__tick, [data-next-button]";

// What pressing it does: the same control in another element does the same.
const does = (control) => ["href", "name", "value"].map((name) => control.getAttribute(name)).join(" ");

function focus(element) {
  element?.focus({ preventScroll: true });
  return Boolean(element) && document.activeElement === element;
}

// Call it before anything is replaced, and what it gives afterwards. That takes the item whose tick has been answered,
// if one has: who has pressed its box, or the bar's button, stays there whatever the answer has made of it. `last` is
// called if that is gone.
export function keepPlace() {
  const control = document.activeElement;
  const part = control?.closest?.("[data-part]");
  const did = part && does(control);
  return (answered, last) => {
    if (!part || control.isConnected) return;
    const place = document.getElementById(part.id);
    const same = [...place.querySelectorAll("a, button")].find((one) => does(one) === did);
    if (focus(same)) return;
    const own = answered && control.matches(TICKS) && [undefined, answered].includes(part.dataset.item);
    if (own && focus(place.querySelector(TICKS))) return;
    if (own && last()) return;
    place.tabIndex = -1;
    focus(place);
  };
}

// Before a part is compared with what is to replace it: what was added here so that it takes focus is no difference.
export function sameFocusable(shown, part) {
  if (shown.hasAttribute("tabindex")) part.tabIndex = -1;
}
