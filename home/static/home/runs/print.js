// A button that prints; without this script the reader is told where the browser has one.

const button = document.querySelector("[data-print]");
button.addEventListener("click", () => print());
button.hidden = false;
document.querySelector("[data-print-menu]").hidden = true;
