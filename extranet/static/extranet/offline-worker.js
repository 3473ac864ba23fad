/* Answers for kept meetings where there is no network, refuses what has grown too old, and at each contact removes
   what may not be kept any longer. It keeps nothing of what passes through it: only what Kept was given. */
const CONTACT = "/sammantraden/enheter/kontakt/";
const START = "/sammantraden/";
const FILE = /^\/sammantraden\/handling\/\d+\/fil\/$/;
const NO_SERVER = [502, 503, 504];
const PAUSE = 30_000;
const PAGE = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cache-Control": "no-store",
};

let asking = null;
let last = 0;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data?.do !== "contact") return;
  event.waitUntil(contact().finally(() => event.ports[0]?.postMessage({ done: true })));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.destination === "style") {
    event.respondWith(fetch(request).catch(async (error) => (await Kept.style(url.pathname)) ?? Promise.reject(error)));
  } else if (FILE.test(url.pathname) || (request.mode === "navigate" && url.pathname.startsWith(START))) {
    event.respondWith(answer(event, url.pathname));
  }
});

async function answer(event, path) {
  let response;
  try {
    response = await fetch(event.request);
  } catch (error) {
    last = 0;
    return (await kept(event.request, path)) ?? Promise.reject(error);
  }
  if (NO_SERVER.includes(response.status)) return (await kept(event.request, path)) ?? response;
  if (Date.now() - last > PAUSE) event.waitUntil(contact());
  return response;
}

/* The kept answer to an address; nothing if nothing at all is kept. */
async function kept(request, path) {
  const shell = await Kept.state("shell");
  if (!shell) return null;
  const page = (html, status = 200) => new Response(html, { status, headers: PAGE });
  if (path === START) return page(shell.start);
  const now = await Kept.now();
  for (const copy of await Kept.all("copies")) {
    const file = copy.files.find((each) => each.url === path);
    if (!file && !(path in copy.pages)) continue;
    if (copy.until <= now) return page(shell.expired, 410);
    if (!file) return page(copy.pages[path].replace("<!-- banner -->", () => copy.banner));
    if (file.until <= now) return page(shell.expired, 410);
    const bytes = await Kept.file(file);
    return bytes ? part(request, bytes, file) : page(shell.missing, 404);
  }
  return page(shell.missing, 404);
}

/* The file, or the one range of it that is asked for. */
function part(request, bytes, file) {
  const headers = { ...file.headers, "Accept-Ranges": "bytes", "Cache-Control": "no-store" };
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (!asked || (asked[1] === "" && asked[2] === "")) {
    return new Response(bytes, { headers: { ...headers, "Content-Length": String(bytes.size) } });
  }
  const first = asked[1] === "" ? Math.max(0, bytes.size - Number(asked[2])) : Number(asked[1]);
  const end = asked[1] === "" || asked[2] === "" ? bytes.size - 1 : Math.min(Number(asked[2]), bytes.size - 1);
  if (first > end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${bytes.size}` } });
  headers["Content-Range"] = `bytes ${first}-${end}/${bytes.size}`;
  headers["Content-Length"] = String(end - first + 1);
  return new Response(bytes.slice(first, end + 1), { status: 206, headers });
}

/* One at a time: who asks meanwhile gets the same answer. */
function contact() {
  asking ??= ask().catch(() => {}).finally(() => { asking = null; });
  return asking;
}

async function ask() {
  if (!(await Kept.state("shell"))) return;
  const copies = await Kept.all("copies");
  const response = await fetch(CONTACT, {
    redirect: "manual",
    cache: "no-store",
    headers: { "X-Kept": copies.map((copy) => `${copy.meeting}=${copy.digest}`).join(",") },
  });
  // Led to the log-in: nobody is signed in any more. What nobody may have is kept for nobody.
  if (response.type === "opaqueredirect" || [401, 403, 404].includes(response.status)) return Kept.empty();
  if (!response.ok) return;
  const said = await response.json();
  last = Date.now();
  if (!said.known) {
    await Kept.empty();
    if (said.revoked) {
      await Kept.tell("revoked");
      await confirm(said.token);
    }
    return;
  }
  await settle(said);
  await confirm(said.token);
  if (!(await Kept.all("copies")).length) await Kept.remove("state", "shell");
}

async function settle(said) {
  await Kept.around(said);
  for (const { meeting, why } of said.gone) {
    if (await Kept.get("copies", meeting)) await Kept.tell(why === "expired" ? "expired" : "meeting");
  }
  const stays = new Map(said.copies.map((copy) => [copy.meeting, copy]));
  for (const copy of await Kept.all("copies")) {
    const now = stays.get(copy.meeting);
    if (!now) {
      await Kept.removeCopy(copy.meeting);
      continue;
    }
    const may = new Set(now.files.map((file) => file.placement));
    const why = new Map(now.dropped.map((each) => [each.placement, each.why]));
    for (const file of copy.files) {
      if (may.has(file.placement)) continue;
      await Kept.removeFile(file.placement);
      await Kept.tell(why.get(file.placement) ?? "lost");
    }
    const { dropped, pages, ...rest } = now;
    await Kept.put("copies", { ...copy, ...rest, pages: pages ?? copy.pages });
  }
}

async function confirm(token) {
  const copies = await Kept.all("copies");
  const held = Object.fromEntries(copies.map((copy) => [copy.meeting, copy.files.map((file) => file.placement)]));
  await fetch(CONTACT, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ held }),
  });
}
