// When to send: at once, when the network is back, when the page is looked at again, and else more and more rarely.
import { sendAll } from "./sender.js";
import { waiting } from "./store.js";

const FIRST = 4_000;
const MOST = 300_000;
const channel = new BroadcastChannel("guong-queue");
const listeners = new Set();

let timer = 0;
let pause = FIRST;
let running = null;
let again = false;

/** `listener` hears what happens to the queue, in this tab or another. */
export function onQueue(listener) {
  listeners.add(listener);
}

function heard(news) {
  for (const listener of listeners) listener(news);
}

function tell(news) {
  const plain = { step: news.step, number: news.number, of: news.of, uid: news.entry?.uid, trouble: news.entry?.trouble ?? null };
  channel.postMessage(plain);
  heard(plain);
}

channel.addEventListener("message", (event) => heard(event.data));

async function round() {
  clearTimeout(timer);
  const { later, seconds } = await sendAll(tell).catch((problem) => {
    tell({ step: "fault", entry: { trouble: String(problem) } });
    return { later: true, seconds: 0 };
  });
  const left = await waiting();
  if (!left.length) return;
  pause = later ? Math.min(pause * 2, MOST) : MOST;
  timer = setTimeout(send, Math.max(seconds * 1000, pause * (0.75 + Math.random() / 2)));
}

/** Tries now. Asked again while it runs, it runs once more. */
export function send() {
  if (running) {
    again = true;
    return running;
  }
  running = round().finally(() => {
    running = null;
    if (again) {
      again = false;
      send();
    }
  });
  return running;
}

/** Somebody or something says that it may work now: no more waiting. */
export function wake() {
  pause = FIRST / 2;
  return send();
}

/** Something was put into the queue or taken out of it by hand. */
export function changed() {
  tell({ step: "changed" });
}

export function watch() {
  addEventListener("online", wake);
  addEventListener("pageshow", (event) => event.persisted && wake());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  return wake();
}
