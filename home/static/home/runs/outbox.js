// Ticks that have not been acknowledged yet. Each person has their own, because a telephone may be shared; it holds
// numbers and keys, no words of the list. A tick leaves it only when the server has answered for it. One that the
// server cannot manage holds up its own item, whose ticks are sent in their order, and nothing else.

const TIMEOUT = 15_000; // ms for one tick to be answered
const KEPT = 14 * 24 * 3600; // s that a tick is kept; the server takes no older time for true
const TRIES = 3; // after so many the ticks of other items no longer wait for this one

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

  // It has been answered for, and so has gone past those that were tried in vain.
  remove(key) {
    const left = this.all().filter((tick) => tick.key !== key);
    this.#save(left.map((tick) => (tick.tries >= TRIES ? { ...tick, overtaken: true } : tick)));
  }

  // Send everything, the first tick first. `taken(tick, answer, html)` is told of each that was answered for;
  // gives "sent", or why not: "waiting" (no line), "failing" (the server did not manage one), "signed-out", "other"
  // (somebody else is signed in) or "stale" (refused, also with the token that `renew` fetched: it gives "renewed",
  // or one of these).
  async send(token, renew, taken) {
    const send = () => this.#sendAll(token, renew, taken);
    // Two tabs take turns. The server knows a key again, so this only saves the line.
    return navigator.locks ? navigator.locks.request(this.name, send) : send();
  }

  // How many items have something that waits, however often each was pressed.
  count() {
    return this.#heads().length;
  }

  // The ticks, one of an item, that the server does not manage while it takes others.
  stuck() {
    return this.#heads().filter((tick) => tick.failing && tick.overtaken);
  }

  // The tick of each item that must be sent before the item's others.
  #heads() {
    const heads = new Map();
    for (const tick of this.all()) {
      const item = `${tick.run}/${tick.item}`;
      if (!heads.has(item)) heads.set(item, tick);
    }
    return [...heads.values()];
  }

  // What to send now: the first that was pressed, but those that were tried often come last and take turns.
  #next(passed) {
    const tired = (tick) => Math.max(0, (tick.tries ?? 0) - TRIES + 1);
    const heads = this.#heads().filter((tick) => !passed.has(tick.key));
    return heads.sort((one, other) => tired(one) - tired(other))[0];
  }

  // Remember that it has not come through; gives whether others should be let past it now.
  #failed(tick, failing) {
    const tries = (tick.tries ?? 0) + 1;
    this.#save(this.all().map((one) => (one.key === tick.key ? { ...one, tries, failing } : one)));
    return tries === TRIES;
  }

  async #sendAll(token, renew, taken) {
    let renewed = false;
    let state = "sent";
    const passed = new Set();
    for (let tick = this.#next(passed); tick; tick = this.#next(passed)) {
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
        state = "waiting";
        if (!this.#failed(tick, false)) return state;
        passed.add(tick.key);
        continue;
      }
      if (reply.type === "opaqueredirect") return "signed-out";
      if (reply.status === 409) return "other";
      if (reply.status === 403) {
        // Whoever signs in gets another token, in all tabs.
        const renewal = renewed ? "stale" : await renew();
        if (renewal !== "renewed") return renewal;
        renewed = true;
        continue;
      }
      const answer = reply.headers.get("Run-Answer") ?? (reply.status === 404 ? "refused" : "");
      if (!answer) {
        state = "failing";
        if (!this.#failed(tick, true)) return state;
        passed.add(tick.key);
        continue;
      }
      this.remove(tick.key);
      taken(tick, answer, reply.ok ? html : "");
    }
    return state;
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
