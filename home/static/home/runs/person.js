// The Enter key searches in the field that searches for a person, and sends the form from the others. Without this
// script it presses the form's first button, and the server searches if a name stands in that field.

for (const enter of document.querySelectorAll("[data-enter]")) {
  const form = enter.form;
  enter.addEventListener("click", (event) => {
    event.preventDefault();
    const search = form.querySelector("[name=sok_person]");
    const send = [...form.querySelectorAll("button[type=submit]")].at(-1);
    form.requestSubmit(document.activeElement === form.elements.search ? search : send);
  });
}
