// Brings the bars of the page of jobs up to date while anything is under way. Without it one loads the page again.

const EVERY = 2000; // ms

async function refresh() {
  const shown = document.getElementById("jobs");
  try {
    const reply = await fetch(location.href);
    if (!reply.ok || reply.redirected) return;
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("jobs");
    if (!fresh) return;
    shown.replaceWith(fresh);
    if ("pending" in fresh.dataset) setTimeout(refresh, EVERY);
  } catch {
    setTimeout(refresh, 5 * EVERY); // the server is away for a moment
  }
}

setTimeout(refresh, EVERY);
