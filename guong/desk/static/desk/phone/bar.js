// On every page of the phone: the worker that keeps pages, the device's key, the bar that says what waits, the sending.
import { csrf, enrol } from "./keys.js";
import { keepPublicKeys } from "./receipts.js";
import { asking, put, waiting } from "./store.js";
import { el, given, icon, say } from "./words.js";
import { onQueue, wake, watch } from "./wake.js";

export const page = given("phone");
export const supported = Boolean(
  page && isSecureContext && self.indexedDB && navigator.locks && self.BroadcastChannel && crypto.subtle && navigator.serviceWorker,
);

let step = null;

/** One sentence for the bar, and whether the way to the queue is offered; null when there is nothing to say. */
function sentence(count, asked, news) {
  if (count && news?.trouble === "sign_in") return { strong: say("unsent", { n: count }), rest: say("bar.sign_in") };
  if (news?.step === "photo") return { rest: say("bar.photo", { number: news.number, of: news.of }) };
  if (count) return { strong: `${say("unsent", { n: count })}.`, rest: say(navigator.onLine ? "bar.server" : "bar.kept") };
  if (asked) return { rest: say("bar.asked", { n: asked }) };
  return navigator.onLine ? null : { rest: say("bar.offline") };
}

async function draw() {
  const room = document.querySelector("[data-bar]");
  if (!room) return;
  const [mine, asked] = [await waiting(), await asking()];
  const words = sentence(mine.length, asked.length, step);
  room.hidden = !words;
  if (!words) return room.replaceChildren();
  const text = el("span", {}, words.strong ? el("b", {}, words.strong) : null, words.strong ? " " : null, words.rest);
  const link = (mine.length || asked.length) && location.pathname !== page.kept ? el("a", { href: page.kept }, say("bar.see")) : null;
  const shown = el("div", { class: "offb" }, icon("offline"), text, link);
  if (room.textContent !== shown.textContent) room.replaceChildren(shown);
}

function news(heard) {
  step = heard;
  draw();
}

// --- pages to open without a network

async function keepPages(worker) {
  const used = performance.getEntriesByType("resource").map((one) => one.name).filter((url) => url.includes("/static/"));
  worker.postMessage({ keep: { person: page.person, pages: [location.pathname, ...(await kit())], files: used } });
}

/** What the server says should be at hand: the pages of all open duties. */
async function kit() {
  try {
    const answer = await fetch(page.kit, { credentials: "same-origin" });
    return answer.ok ? (await answer.json()).pages : [];
  } catch {
    return [];
  }
}

async function register() {
  if (page.outside) return;
  try {
    await navigator.serviceWorker.register(page.worker, { scope: page.scope });
    const ready = await navigator.serviceWorker.ready;
    await keepPages(ready.active);
  } catch {
    // without a worker the pages need a network; what was typed is kept all the same
  }
}

/** Says aloud that the disk takes nothing; what was typed stays on the page. */
export function full(_error, offer) {
  const room = document.querySelector("[data-trouble]");
  room.replaceChildren(el("div", { class: "note bad", role: "alert", tabindex: "-1" },
    el("p", {}, say("full")),
    offer ? el("p", { class: "row tight" }, el("button", { class: "btn small", type: "button", onclick: offer }, say("export.file"))) : null));
}

export async function begin() {
  if (!supported) return false;
  onQueue(news);
  addEventListener("online", draw);
  addEventListener("offline", draw);
  await draw();
  register();
  if (csrf() && navigator.onLine) {
    enrol(page.person).catch(() => null).then(wake);
    keepPublicKeys();
  }
  watch();
  put("facts", { name: "person", value: page.person }).catch(() => null);
  return true;
}



