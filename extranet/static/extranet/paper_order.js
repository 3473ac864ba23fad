// Papers on an item may be dragged into another order. Without this script the buttons up and down do the same.

for (const form of document.querySelectorAll("form[data-order]")) {
  const list = form.querySelector("ul");
  const told = form.querySelector("[role=status]");
  let dragged = null;

  const save = async () => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const row of list.children) data.append("ordning", row.dataset.key);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } });
      told.textContent = answer.status === 204 ? told.dataset.moved : told.dataset.failed;
    } catch {
      told.textContent = told.dataset.failed;
    }
    told.classList.toggle("visually-hidden", told.textContent === told.dataset.moved);
    [...list.children].forEach((row, place) => {
      row.querySelector("[name=upp]").disabled = place === 0;
      row.querySelector("[name=ner]").disabled = place === list.children.length - 1;
    });
  };

  if (list.children.length < 2) continue;
  for (const row of list.children) {
    row.draggable = true;
    row.addEventListener("dragstart", (event) => {
      dragged = row;
      event.dataTransfer.effectAllowed = "move";
      row.classList.add("desk-paper--dragged");
    });
    row.addEventListener("dragend", () => {
      row.classList.remove("desk-paper--dragged");
      if (dragged) save();
      dragged = null;
    });
    row.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      if (row === dragged) return;
      const box = row.getBoundingClientRect();
      row[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
    });
  }
}
