// Ticks that have not been acknowledged yet. Each person has their own, because a telephone may be shared; it holds
// numbers and keys, no words of the list. A tick leaves it only when the server has answered for it.

const TIMEOUT = 15_000; // ms for one tick to be answered
const KEPT = 14 * 24 * 3600; // s that a tick is kept; the server takes no older time for true

export class Outbox {
  constructor(person) {
    this.name = `kryss:${person}`;
    this.memory = null; // used once the browser has refused to keep something for us
  }

  all() {
    if (this.memory) return this.memory;
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "[]");
    } catch {
      return [];
    }
  }

  #save(ticks) {
    try {
      if (ticks.length) localStorage.setItem(this.name, JSON.stringify(ticks));
      else localStorage.removeItem(this.name);
      this.memory = null;
    } catch {
      this.memory = ticks; // full, or forbidden: this page still remembers
    }
  }

  add(tick) {
    this.#save([...this.all(), tick]);
  }

  remove(key) {
    this.#save(this.all().filter((tick) => tick.key !== key));
  }

  // Send everything, the first tick first. `taken(tick, answer, html)` is told of each that was answered for;
  // gives "sent", "waiting" (no line), "signed-out" or "stale" (the page has to be loaded again).
  async send(token, taken) {
    const send = () => this.#sendAll(token, taken);
    // Two tabs take turns. The server knows a key again, so this only saves the line.
    return navigator.locks ? navigator.locks.request(this.name, send) : send();
  }

  async #sendAll(token, taken) {
    for (let tick = this.all()[0]; tick; tick = this.all()[0]) {
      let reply, html;
      try {
        reply = await fetch(tick.url, {
          method: "POST",
          headers: { "X-Background": "1" },
          body: this.#form(tick, token),
          redirect: "manual",
          signal: AbortSignal.timeout(TIMEOUT),
        });
        html = await reply.text();
      } catch {
        return "waiting";
      }
      if (reply.type === "opaqueredirect") return "signed-out";
      if (reply.status === 403) return "stale";
      const answer = reply.headers.get("Run-Answer") ?? (reply.status === 404 ? "refused" : "");
      if (!answer) return "waiting";
      this.remove(tick.key);
      taken(tick, answer, reply.ok ? html : "");
    }
    return "sent";
  }

  #form(tick, token) {
    // How long it has waited, not what the telephone's clock says: that may be wrong.
    const waited = Math.min(Math.max(0, Math.round((Date.now() - tick.at) / 1000)), KEPT);
    return new URLSearchParams({
      [tick.done ? "klar" : "angra"]: tick.item,
      nyckel: tick.key,
      vantat: String(waited),
      csrfmiddlewaretoken: token,
    });
  }
}
