// Suggestions under the search field of the header: an ARIA combobox with a list of pages.
// Without this script the field is an ordinary GET form, and so it stays when the answer fails or is late.

const WAIT = 150; // ms after the last key
const SHORTEST = 2; // characters worth asking about
const KEPT = 50; // answers remembered on this page

class Typeahead {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.status = form.querySelector("[role=status]");
    this.source = form.dataset.suggestions;
    this.answers = new Map();
    this.active = -1;
    this.timer = null;
    this.request = null;

    this.list = document.createElement("ul");
    this.list.id = `${this.input.id}-suggestions`;
    this.list.className = "typeahead";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", form.dataset.label);
    form.append(this.list);

    const attributes = {
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);

    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // The field would lose focus, and the list close, before the click came.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.go(option);
    });
    form.addEventListener("submit", () => this.close());
  }

  get options() {
    return this.list.children;
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    const words = this.input.value.trim();
    if (words.length < SHORTEST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(words), WAIT);
  }

  async ask(words) {
    let suggestions = this.answers.get(words);
    if (!suggestions) {
      const request = new AbortController();
      this.request = request;
      try {
        const address = new URL(this.source, location.href);
        address.searchParams.set("q", words);
        const reply = await fetch(address, {
          headers: { Accept: "application/json" },
          signal: request.signal,
        });
        if (!reply.ok || reply.redirected) throw new Error(String(reply.status));
        suggestions = (await reply.json()).suggestions;
      } catch {
        if (!request.signal.aborted) this.close();
        return;
      }
      if (this.answers.size >= KEPT) this.answers.clear();
      this.answers.set(words, suggestions);
    }
    // The reader may have gone on typing, or left, while the answer was on its way.
    if (words === this.input.value.trim() && document.activeElement === this.input) this.show(suggestions);
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((suggestion, index) => this.option(suggestion, index)));
    this.mark(-1);
    const open = suggestions.length > 0;
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.say(suggestions.length);
  }

  option({ title, url, kind }, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.dataset.url = url;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.textContent = title;
    option.append(name);
    if (kind) {
      const what = document.createElement("span");
      what.className = "typeahead__kind";
      what.textContent = kind;
      option.append(" ", what);
    }
    return option;
  }

  say(count) {
    const { none, one, many } = this.form.dataset;
    this.status.textContent = count === 0 ? none : count === 1 ? one : many.replace("%s", count);
  }

  mark(index) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.options[index];
    if (!option) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  press(event) {
    const open = !this.list.hidden;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!open) {
        if (event.key === "ArrowDown") this.later();
        return;
      }
      event.preventDefault();
      // One place more than there are options: the field itself, so that the reader gets back to what was typed.
      const places = this.options.length + 1;
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark(((this.active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.go(this.options[this.active]);
    } else if (event.key === "Escape" && open) {
      // Only the list goes; the browser's own Escape would also empty the field.
      event.preventDefault();
      this.close();
    }
  }

  go(option) {
    const address = new URL(option.dataset.url, location.href);
    this.close();
    if (address.origin === location.origin) location.assign(address);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.status.textContent = "";
    this.mark(-1);
    this.input.setAttribute("aria-expanded", "false");
  }
}

for (const form of document.querySelectorAll("form[data-suggestions]")) new Typeahead(form);
