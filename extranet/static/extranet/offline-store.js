/* What a device keeps of meetings: in IndexedDB, where the page that keeps it and the service worker both reach it.
   copies: a meeting with its pages and the list of its files; parts: the files' bytes; state: time, told, the rest. */
const Kept = (() => {
  const STYLES = "sammantraden-stil";
  let opening = null;

  function open() {
    opening ??= new Promise((done, failed) => {
      const asked = indexedDB.open("sammantraden", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("copies", { keyPath: "meeting" });
        asked.result.createObjectStore("parts", { keyPath: ["placement", "part"] });
        asked.result.createObjectStore("state", { keyPath: "name" });
      };
      asked.onerror = () => failed(asked.error);
      asked.onsuccess = () => {
        const database = asked.result;
        // What empties the browser must not be held up, nor what is gone be asked.
        database.onversionchange = () => database.close();
        database.onclose = () => { opening = null; };
        done(database);
      };
    }).catch((error) => { opening = null; throw error; });
    return opening;
  }

  async function ask(store, mode, what) {
    const database = await open();
    return new Promise((done, failed) => {
      const transaction = database.transaction(store, mode);
      const asked = what(transaction.objectStore(store));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => failed(transaction.error);
    });
  }

  const all = (store) => ask(store, "readonly", (s) => s.getAll());
  const get = (store, key) => ask(store, "readonly", (s) => s.get(key));
  const put = (store, value) => ask(store, "readwrite", (s) => s.put(value));
  const remove = (store, key) => ask(store, "readwrite", (s) => s.delete(key));
  const clear = (store) => ask(store, "readwrite", (s) => s.clear());
  const state = async (name) => (await get("state", name))?.value;
  const note = (name, value) => put("state", { name, value });

  /* The highest time that has been seen: a clock that is set back gives no day more. */
  async function now() {
    const seen = (await state("seen")) ?? 0;
    const time = Date.now();
    if (time <= seen) return seen;
    await note("seen", time);
    return time;
  }

  const numbers = (file) => Array.from({ length: Math.max(1, Math.ceil(file.size / file.part)) }, (_, n) => n);
  const removeFile = (placement) =>
    remove("parts", IDBKeyRange.bound([placement, 0], [placement, Number.MAX_SAFE_INTEGER]));

  async function part(file, number) {
    const found = await get("parts", [file.placement, number]);
    return found && found.sha256 === file.sha256 ? found.blob : null;
  }

  /* The whole file, or null while a part of it is lacking. */
  async function file(file) {
    const blobs = [];
    for (const number of numbers(file)) {
      const blob = await part(file, number);
      if (!blob) return null;
      blobs.push(blob);
    }
    const whole = new Blob(blobs);
    return whole.size === file.size ? whole : null;
  }

  async function removeCopy(meeting) {
    const copy = await get("copies", meeting);
    await remove("copies", meeting);
    for (const each of copy?.files ?? []) await removeFile(each.placement);
  }

  /* What is the same for all copies: the pages that belong to none, the style sheets, the server's time. */
  async function around(said) {
    await note("shell", said.shell);
    await note("seen", said.now);
    if (JSON.stringify(await state("styles")) !== JSON.stringify(said.styles)) {
      await caches.delete(STYLES);
      await (await caches.open(STYLES)).addAll(said.styles);
      await note("styles", said.styles);
    }
  }

  const style = async (address) => (await caches.open(STYLES)).match(address, { ignoreSearch: true });

  /* Everything but the time that has been seen. */
  async function empty() {
    await clear("copies");
    await clear("parts");
    for (const each of await all("state")) if (each.name !== "seen") await remove("state", each.name);
    await caches.delete(STYLES);
  }

  async function tell(why, count = 1) {
    const told = (await state("told")) ?? {};
    told[why] = (told[why] ?? 0) + count;
    await note("told", told);
  }

  return { all, get, put, remove, state, note, now, numbers, part, file, removeFile, removeCopy, around, style, empty, tell };
})();
