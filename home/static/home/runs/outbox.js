// Ticks that have not been acknowledged yet. Each person has their own, because a telephone may be shared; it holds
// numbers and keys, no words of the list. A tick leaves it only when the server has answered for it.

const TIMEOUT = 15_000; // ms for one tick to be answered
const KEPT = 14 * 24 * 3600; // s that a tick is kept; the server takes no older time for true

export class Outbox {
  constructor(person) {
    this.person = person;
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
  // gives "sent", or why not: "waiting" (no line), "failing" (the server did not manage), "signed-out", "other"
  // (somebody else is signed in) or "stale" (refused, also with the token that `renew` fetched: it gives "renewed",
  // or one of these).
  async send(token, renew, taken) {
    const send = () => this.#sendAll(token, renew, taken);
    // Two tabs take turns. The server knows a key again, so this only saves the line.
    return navigator.locks ? navigator.locks.request(this.name, send) : send();
  }

  // How many items have something that waits, however often each was pressed.
  count() {
    return new Set(this.all().map((tick) => `${tick.run}/${tick.item}`)).size;
  }

  async #sendAll(token, renew, taken) {
    let renewed = false;
    for (let tick = this.all()[0]; tick; tick = this.all()[0]) {
      let reply, html;
      try {
        reply = await fetch(tick.url, {
          method: "POST",
          headers: { "X-Background": "1" },
          body: this.#form(tick, token()),
          redirect: "manual",
          signal: AbortSignal.timeout(TIMEOUT),
        });
        html = await reply.text();
      } catch {
        return "waiting";
      }
      if (reply.type === "opaqueredirect") return "signed-out";
      if (reply.status === 409) return "other";
      if (reply.status === 403) {
        // Whoever signs in gets another token, in all tabs.
        const state = renewed ? "stale" : await renew();
        if (state !== "renewed") return state;
        renewed = true;
        continue;
      }
      const answer = reply.headers.get("Run-Answer") ?? (reply.status === 404 ? "refused" : "");
      if (!answer) return "failing";
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
      vem: this.person,
      vantat: String(waited),
      csrfmiddlewaretoken: token,
    });
  }
}
