// Dragging an item to its place. It fills in and sends the form that is there without it: a place, by number.

const EDGE = 72;
const agenda = document.querySelector("[data-agenda]");

for (const handle of agenda?.querySelectorAll("[data-handle]") ?? []) {
  handle.hidden = false;
  handle.addEventListener("pointerdown", (event) => {
    if (event.button === 0) {
      event.preventDefault();
      drag(handle.closest("[data-movable]"));
    }
  });
}

function drag(row) {
  const others = [...agenda.querySelectorAll("[data-movable]")].filter((other) => other !== row);
  const first = Math.min(...[row, ...others].map((each) => Number(each.dataset.place)));
  let place = Number(row.dataset.place);
  row.classList.add("is-dragged");

  const over = (event) => {
    event.preventDefault();
    const passed = others.filter((other) => {
      const box = other.getBoundingClientRect();
      return event.clientY > box.top + box.height / 2;
    });
    place = first + passed.length;
    mark(passed.at(-1), others[passed.length]);
    if (event.clientY < EDGE) {
      window.scrollBy(0, -EDGE / 4);
    } else if (event.clientY > window.innerHeight - EDGE) {
      window.scrollBy(0, EDGE / 4);
    }
  };

  const mark = (before, after) => {
    for (const other of others) {
      other.classList.toggle("is-before", other === before);
      other.classList.toggle("is-after", other === after);
    }
  };

  const end = (dropped) => {
    document.removeEventListener("pointermove", over);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", stop);
    document.removeEventListener("keydown", escape);
    row.classList.remove("is-dragged");
    mark(null, null);
    if (dropped && place !== Number(row.dataset.place)) {
      const form = row.querySelector("[data-place-form]");
      form.elements.plats.value = place;
      form.requestSubmit();
    }
  };
  const drop = () => end(true);
  const stop = () => end(false);
  const escape = (event) => {
    if (event.key === "Escape") {
      stop();
    }
  };

  document.addEventListener("pointermove", over, { passive: false });
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", stop);
  document.addEventListener("keydown", escape);
}
