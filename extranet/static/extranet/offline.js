/* Keeps a meeting on this device, file by file; says how it goes, and what has had to go since. */
(() => {
  const section = document.querySelector("[data-offline]");
  if (!section) return;
  const { offline: address, worker, meeting: number } = section.dataset;
  const meeting = Number(number);
  const token = section.querySelector("[name=csrfmiddlewaretoken]").value;
  const megabytes = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
  const size = (bytes) => megabytes.format(Math.max(0.1, bytes / 1e6));
  let stopping = null;

  function show(state, words = {}) {
    for (const each of section.querySelectorAll("[data-when]")) each.hidden = !each.dataset.when.split(" ").includes(state);
    for (const [name, text] of Object.entries(words)) {
      for (const each of section.querySelectorAll(`[data-fill="${name}"]`)) each.textContent = text;
    }
    section.hidden = false;
    section.dataset.state = state;
  }

  async function tell() {
    const told = (await Kept.state("told")) ?? {};
    for (const each of section.querySelectorAll("[data-told]")) {
      const count = told[each.dataset.told] ?? 0;
      each.hidden = count === 0;
      each.textContent = (count === 1 ? each.dataset.one : each.dataset.many)?.replace("%s", count) ?? each.textContent;
    }
    section.querySelector("[data-tellings]").hidden = Object.keys(told).length === 0;
  }

  async function contact() {
    const registration = await navigator.serviceWorker.getRegistration(worker);
    if (!registration?.active) return;
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      registration.active.postMessage({ do: "contact" }, [port2]);
    });
  }

  async function look() {
    await tell();
    const copy = await Kept.get("copies", meeting);
    if (!copy) return show("none");
    const words = { last: copy.last, done: `${await done(copy)}/${copy.files.length}`, more: copy.more ?? 0 };
    return show(copy.complete ? (copy.more ? "kept-more" : "kept") : "paused", words);
  }

  async function done(copy) {
    let count = 0;
    for (const file of copy.files) if (await whole(file)) count += 1;
    return count;
  }

  async function whole(file) {
    for (const n of Kept.numbers(file)) if (!(await Kept.part(file, n))) return false;
    return true;
  }

  /* How large it is, and whether there is room. */
  async function offer() {
    const response = await fetch(address, { redirect: "error", cache: "no-store" });
    if (!response.ok) throw new Error("refused");
    const said = await response.json();
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    const room = quota - usage;
    const words = { files: said.files, size: size(said.size), room: size(room), left: said.left_out };
    section.querySelector("[data-left-out]").hidden = said.left_out === 0;
    if (said.size * 1.1 > room) return show("short", words);
    show("asked", words);
    return section.querySelector("[data-when=asked] button").focus();
  }

  async function keep() {
    stopping = new AbortController();
    const { signal } = stopping;
    section.querySelector("[data-bar=all]").value = 0;
    show("keeping", { name: "", of: "" });
    section.querySelector("[data-when=keeping] button").focus();
    await navigator.serviceWorker.register(worker, { scope: new URL(".", new URL(worker, location.href)).pathname, updateViaCache: "none" });
    await navigator.serviceWorker.ready;
    // Whatever another person has left here goes before anything comes.
    await contact();
    await navigator.storage?.persist?.();
    const response = await fetch(address, { method: "POST", redirect: "error", signal, headers: { "X-CSRFToken": token } });
    if (!response.ok) throw new Error("refused");
    const { shell, styles, now, ...copy } = await response.json();
    const before = await Kept.get("copies", meeting);
    const given = new Set(copy.files.map((file) => file.placement));
    for (const file of before?.files ?? []) if (!given.has(file.placement)) await Kept.removeFile(file.placement);
    await Kept.put("copies", { ...copy, complete: false, more: 0 });
    await Kept.around({ shell, styles, now });
    await fetchFiles(copy.files, signal);
    const after = await Kept.get("copies", meeting);
    if (after) await Kept.put("copies", { ...after, complete: true });
    await contact();
  }

  async function fetchFiles(files, signal) {
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const bars = { all: section.querySelector("[data-bar=all]"), file: section.querySelector("[data-bar=file]") };
    let come = 0;
    for (const [place, file] of files.entries()) {
      show("keeping", { name: file.title, of: `${place + 1}/${files.length}` });
      for (const n of Kept.numbers(file)) {
        const length = Math.min(file.part, file.size - n * file.part);
        if (!(await Kept.part(file, n)) && !(await fetchPart(file, n, signal))) break;
        come += length;
        bars.file.value = Math.min(1, ((n + 1) * file.part) / Math.max(1, file.size));
        bars.all.value = come / Math.max(1, total);
      }
    }
  }

  /* False for what may not be had any more: the contact afterwards says why. */
  async function fetchPart(file, n, signal) {
    const response = await fetch(`${file.parts}${n}/`, { redirect: "error", cache: "no-store", signal });
    if (response.status === 404) return false;
    if (!response.ok || response.headers.get("X-Sha256") !== file.sha256) throw new Error("refused");
    await Kept.put("parts", { placement: file.placement, part: n, sha256: file.sha256, blob: await response.blob() });
    return true;
  }

  /* What fails is said, and what has come stays. */
  async function attempt(what) {
    try {
      await what();
      await look();
    } catch (error) {
      const cancelled = error.name === "AbortError";
      await look();
      if (section.dataset.state === "none") show(error.name === "QuotaExceededError" ? "full" : cancelled ? "none" : "failed");
      section.querySelector("[data-broken]").hidden = cancelled;
    }
    const focus = section.querySelector("[data-when]:not([hidden]) button");
    if (document.activeElement === document.body) focus?.focus();
  }

  const acts = {
    offer: () => offer().catch(() => show("failed")),
    keep: () => attempt(keep),
    cancel: () => (stopping && section.dataset.state === "keeping" ? stopping.abort() : look()),
    remove: () => attempt(async () => { await Kept.removeCopy(meeting); await contact(); await contact(); }),
    seen: async () => { await Kept.remove("state", "told"); await tell(); },
  };

  section.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act) acts[act]();
  });

  async function begin() {
    if (!("serviceWorker" in navigator) || !("indexedDB" in window) || !("caches" in window)) return show("unsupported");
    try {
      await contact();
      await look();
    } catch {
      show("unsupported"); // a window that keeps nothing
    }
    return null;
  }

  begin();
})();
