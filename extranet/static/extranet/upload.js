// Files that are dropped, pasted or chosen go in piece by piece, in the manner of the tus protocol 1.0, and are gone on
// with after a break from where the server has got to. Without this script the same form sends them whole.

const PIECE = 4 * 1024 * 1024;
const TUS = { "Tus-Resumable": "1.0.0" };
const PAUSES = [500, 1000, 2000, 4000, 8000, 15000];
const AT_ONCE = 2;

const form = document.getElementById("drop");
if (form) {
  const { dataset: say } = form;
  const list = document.getElementById("arrivals");
  const status = document.getElementById("drop-status");
  const wrong = form.querySelector(".drop__wrong");
  const field = form.querySelector("input[type=file]");
  const assured = form.elements.assured;
  const chosen = form.querySelector("select[name=item]");
  const queue = [];
  let token = form.elements.csrfmiddlewaretoken.value;
  let going = 0;
  let wake = () => {};

  form.querySelector(".drop__hint").hidden = false;

  class Refused extends Error {}
  class SignedOut extends Error {}

  const encoded = (text) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
  const with_value = (text, value) => text.replace("%s", value);
  const pause = (milliseconds) =>
    new Promise((done) => {
      wake = done;
      setTimeout(done, milliseconds);
    });
  addEventListener("online", () => wake());

  const show = (job, state, text) => {
    const { row } = job;
    row.dataset.state = state;
    row.querySelector(".arrival__state").textContent = text;
    const bar = row.querySelector("progress");
    if (bar) {
      bar.value = job.file.size ? (100 * job.offset) / job.file.size : 100;
      bar.hidden = state === "ready" || state === "refused";
    }
  };
  const percent = (job) => Math.floor((100 * job.offset) / (job.file.size || 1));

  // The page is asked for anew when a log-in has given another token.
  const renew = async () => {
    const answer = await fetch(location.href, { redirect: "manual" });
    if (answer.type === "opaqueredirect") throw new SignedOut();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    token = page.querySelector("#drop [name=csrfmiddlewaretoken]")?.value ?? token;
  };

  const ask = async (job, method, address, headers = {}, body = undefined) => {
    for (const once of [true, false]) {
      const answer = await fetch(address, {
        method,
        body,
        headers: { ...TUS, "X-CSRFToken": token, ...headers },
        redirect: "manual",
        signal: job.stop.signal,
      });
      if (answer.type === "opaqueredirect") throw new SignedOut();
      if (answer.status !== 403 || !once) return answer;
      await renew();
    }
    throw new Refused(say.failed);
  };

  const refuse = async (answer) => {
    const plain = (answer.headers.get("Content-Type") ?? "").startsWith("text/plain");
    const told = plain ? await answer.text() : "";
    if (answer.status >= 500 && answer.status !== 507) throw new TypeError("the server is not there");
    throw new Refused(told || say.failed);
  };

  const begin = async (job) => {
    const told = { filename: job.file.name, stamp: String(job.file.lastModified), assured: "1", item: job.item };
    const metadata = Object.entries(told).filter(([, value]) => value).map(([name, value]) => `${name} ${encoded(value)}`);
    const answer = await ask(job, "POST", say.create, {
      "Upload-Length": String(job.file.size),
      "Upload-Metadata": metadata.join(","),
    });
    if (answer.status !== 201) await refuse(answer);
    job.address = answer.headers.get("Location");
    job.offset = Number(answer.headers.get("Upload-Offset"));
  };

  const catch_up = async (job) => {
    const answer = await ask(job, "HEAD", job.address);
    if (answer.status === 404) throw new Refused(say.failed);
    if (answer.status !== 200) throw new TypeError("the server is not there");
    job.offset = Number(answer.headers.get("Upload-Offset"));
  };

  const send = async (job) => {
    do {
      const piece = job.file.slice(job.offset, job.offset + PIECE);
      show(job, "sending", with_value(say.sending, percent(job)));
      const answer = await ask(
        job,
        "PATCH",
        job.address,
        { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(job.offset) },
        piece,
      );
      if (answer.status === 409 || answer.status === 423) {
        await pause(PAUSES[0]);
        await catch_up(job);
        job.conflicts = (job.conflicts ?? 0) + 1;
        if (job.conflicts > 20) throw new Refused(say.failed);
        continue;
      }
      if (answer.status !== 204) await refuse(answer);
      job.offset = Number(answer.headers.get("Upload-Offset"));
    } while (job.offset < job.file.size);
  };

  const readable = async (file) => {
    try {
      await file.slice(0, 1).arrayBuffer();
      return true;
    } catch {
      return false;
    }
  };

  const run = async (job) => {
    for (let tries = 0; ; tries += 1) {
      try {
        if (job.address) await catch_up(job);
        else await begin(job);
        const before = job.offset;
        await send(job).catch((error) => {
          if (job.offset > before) tries = 0;
          throw error;
        });
        show(job, "ready", say.ready);
        document.getElementById("sort-link").hidden = false;
        return;
      } catch (error) {
        if (job.stop.signal.aborted) return;
        if (error instanceof Refused) {
          show(job, "refused", error.message);
          return;
        }
        if (!(await readable(job.file))) {
          show(job, "refused", say.failed);
          return;
        }
        const out = error instanceof SignedOut;
        show(job, out ? "out" : "cut", out ? say.out : with_value(say.cut, percent(job)));
        await pause(PAUSES[Math.min(tries, PAUSES.length - 1)]);
      }
    }
  };

  const next = async () => {
    if (going >= AT_ONCE || !queue.length) return;
    going += 1;
    const job = queue.shift();
    if (!job.stop.signal.aborted) await run(job);
    going -= 1;
    if (!queue.length && !going) {
      const ready = list.querySelectorAll("[data-state=ready]").length;
      form.dataset.rest = String(ready);
      status.textContent = with_value(say.done, ready);
    }
    next();
  };

  const row_of = (file) => {
    const same = [...list.children].find(
      (row) =>
        row.dataset.state === "coming" &&
        row.dataset.name === file.name &&
        Number(row.dataset.size) === file.size &&
        row.dataset.stamp === String(file.lastModified),
    );
    if (same) return same;
    const row = document.createElement("li");
    row.className = "arrival";
    const what = Object.assign(document.createElement("div"), { className: "arrival__what" });
    what.append(Object.assign(document.createElement("strong"), { className: "arrival__name", textContent: file.name }));
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    bar.setAttribute("aria-label", with_value(say.progress, file.name));
    row.append(what, bar, Object.assign(document.createElement("p"), { className: "arrival__state" }));
    list.append(row);
    return row;
  };

  const throw_away = (job) => {
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "button button--secondary",
      textContent: say.throw,
    });
    button.setAttribute("aria-label", `${say.throw} ${job.file.name}`);
    button.addEventListener("click", async () => {
      job.stop.abort();
      wake();
      if (job.address) {
        job.stop = new AbortController();
        try {
          await ask(job, "DELETE", job.address);
        } catch {
          return; // it is thrown away by itself in a week
        } finally {
          job.stop.abort();
        }
      }
      job.row.remove();
    });
    job.row.querySelector("form, button")?.remove();
    job.row.append(button);
  };

  const add = (files, item) => {
    if (!files.length) return;
    wrong.hidden = assured.checked;
    if (!assured.checked) {
      wrong.textContent = say.assure;
      assured.focus();
      return;
    }
    delete form.dataset.rest;
    document.getElementById("pa-vag-in").hidden = false;
    for (const file of files) {
      const job = { file, item, row: row_of(file), offset: 0, address: "", stop: new AbortController() };
      job.address = job.row.dataset.url ?? "";
      if (!file.size) show(job, "refused", say.empty);
      else if (file.size > Number(say.most) * 1024 * 1024) show(job, "refused", say.large);
      else {
        throw_away(job);
        show(job, "waiting", say.waiting);
        queue.push(job);
        next();
      }
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.files.length) {
      field.focus();
      return;
    }
    const files = [...field.files];
    add(files, chosen.value);
    if (assured.checked) field.value = "";
  });
  const with_files = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (event) => {
    if (!with_files(event)) return;
    event.preventDefault();
    document.querySelector(".drop--over")?.classList.remove("drop--over");
    (event.target.closest?.("[data-item]") ?? form).classList.add("drop--over");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.querySelector(".drop--over")?.classList.remove("drop--over");
  });
  addEventListener("drop", (event) => {
    if (!with_files(event)) return;
    event.preventDefault();
    document.querySelector(".drop--over")?.classList.remove("drop--over");
    const on = event.target.closest?.("[data-item]")?.dataset.item;
    add([...event.dataTransfer.files], on ?? chosen.value);
  });
  addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    add([...event.clipboardData.files], chosen.value);
  });
  addEventListener("beforeunload", (event) => {
    if (going || queue.length) event.preventDefault();
  });
}
