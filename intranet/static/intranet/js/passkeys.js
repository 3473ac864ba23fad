// Forms that a passkey fills in. What is asked of the browser, and how its answer is written, is allauth's
// (mfa/js/webauthn.js, loaded before this); here the button appears where it works, and what fails is said.
const { allauth, webauthnJSON } = window;

function wire(form) {
  const button = form.querySelector("button");
  const failed = form.querySelector("[data-passkey-error]");
  if (!window.isSecureContext || !webauthnJSON.supported()) return;
  form.querySelector("[data-passkey-missing]").hidden = true;
  button.hidden = false;

  const ids = { credential: form.elements.credential.id, data: "passkey-options" };
  const options = JSON.parse(document.getElementById(ids.data).textContent);
  // Its own button, never in the page: the form's may be pressed with Enter in a field, too.
  const ask = document.createElement("button");
  ask.id = `${ids.credential}-ask`;
  ask.type = "button";
  ask.hidden = true;
  form.append(ask);
  if (form.dataset.passkey === "create") {
    allauth.webauthn.forms.addForm({ ids: { ...ids, data: undefined, add: ask.id }, data: { creation_options: options } });
  } else {
    allauth.webauthn.forms.authenticateForm({
      ids: { ...ids, data: undefined, authenticate: ask.id },
      data: { request_options: options },
    });
  }

  // allauth sends the form with form.submit(), which is not an event: this hears the reader alone.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    failed.hidden = true;
    ask.click();
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
    button.focus();
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) wire(form);
