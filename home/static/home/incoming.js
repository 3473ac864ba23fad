// Files may be dropped instead of chosen, and the list tells by itself how far the reading has come.
// Beside a file that is looked at, it brings the page into view. Without this script the same field takes many files, and the list is shown anew by its link.

const drop = document.getElementById("incoming-drop");
if (drop) {
  const field = drop.querySelector("input[type=file]");
  const chosen = drop.querySelector(".incoming__chosen");
  drop.querySelector(".incoming__hint").hidden = false;

  const tell = () => {
    const names = [...field.files].map((file) => file.name);
    const most = Number(drop.dataset.most);
    const megabytes = Number(drop.dataset.megabytes);
    const size = [...field.files].reduce((sum, file) => sum + file.size, 0);
    let wrong = "";
    if (names.length > most) wrong = `Du har valt ${names.length} filer. Välj högst ${most} åt gången.`;
    else if (size > megabytes * 1024 * 1024) wrong = `Filerna är tillsammans större än ${megabytes} MB. Läs in dem i flera omgångar.`;
    const lines = wrong ? [wrong] : names;
    chosen.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    field.setCustomValidity(wrong);
  };

  field.addEventListener("change", tell);
  for (const [kind, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("incoming__drop--over", over);
    });
  }
  drop.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      tell();
    }
  });
  field.form.addEventListener("submit", (event) => {
    if (field.validity.customError) {
      event.preventDefault();
      field.reportValidity();
    }
  });
}

// On a narrow screen the page stands below the list: whoever asks where something stands is taken there.
const result = document.querySelector("iframe.incoming__page");
if (result) {
  result.closest(".incoming").classList.add("incoming--script");
  document.querySelectorAll(".told__where").forEach((link) => {
    link.addEventListener("click", () => {
      const box = result.getBoundingClientRect();
      if (box.top < 0 || box.bottom > innerHeight) result.scrollIntoView({ block: "nearest" });
    });
  });
}

const again = async () => {
  const list = document.getElementById("incoming");
  if (!list || !("waiting" in list.dataset)) return;
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("incoming");
    // Whoever stands on something in the list keeps their place.
    if (page && !list.contains(document.activeElement)) list.replaceWith(page);
  } catch {
    // A poor line: the next try comes.
  }
  setTimeout(again, 3000);
};
setTimeout(again, 2000);
