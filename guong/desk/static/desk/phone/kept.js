// What lies on this device: what waits, what was received, what another device wrote. Nothing here asks the server.
import { begin, page, supported } from "./bar.js";
import { asCodes, asFile, fromCodes, opened, save, takeIn } from "./parcel.js";
import { svg } from "./qr.js";
import { checkWords, genuine, read, shown } from "./receipts.js";
import { all, discard, remove, reopen } from "./store.js";
import { changed, onQueue, wake } from "./wake.js";
import { el, moment, pairs, say } from "./words.js";

const lists = { queue: document.querySelector("[data-queue]"), receipts: document.querySelector("[data-receipts]") };
const button = (text, act, kind = "") => el("button", { class: `btn small ${kind}`, type: "button", onclick: act }, text);

function stateOf(entry) {
  if (entry.state === "waiting") {
    if (entry.trouble === "sign_in") return say("bar.sign_in");
    return entry.answer ? say("state.text_held") : say("state.waiting");
  }
  return entry.sentence || say(`state.${entry.trouble === "photo_lost" ? "photo_lost" : entry.state}`);
}

async function codes(entry, room) {
  const texts = await asCodes(entry);
  const label = (place) => say("codes.label", { number: place + 1, of: texts.length });
  room.replaceChildren(
    el("p", { class: "hint" }, say("codes.how", { n: texts.length })),
    ...texts.map((text, place) => el("figure", { class: "code" }, el("div", { class: "qr" }, svg(text, label(place))), el("figcaption", { class: "meta" }, label(place)))),
    el("div", { class: "field" }, el("label", { for: `codes-${entry.uid}` }, say("codes.text")), el("textarea", { id: `codes-${entry.uid}`, rows: 3, readonly: true, "data-codes": entry.uid }, texts.join("\n"))));
}

function dropping(entry, room) {
  room.replaceChildren(el("p", { class: "mt2" }, say(entry.kept ? "kept.ask" : "drop.ask", { title: entry.title, unit: entry.unit ?? "" })), el("p", { class: "row tight" },
    button(say(entry.kept ? "kept.drop" : "drop.do"), async () => {
      await discard("queue", entry.uid, entry.photos.map((photo) => photo.id));
      changed();
    }), button(say("drop.back"), () => room.replaceChildren(), "ghost")));
}

async function mend(entry) {
  await reopen(entry);
  location.assign(entry.url);
}

function queued(entry) {
  const room = el("div", { class: "mt3" });
  const mine = entry.person === page.person;
  const acts = [button(say("export.file"), async () => save(await asFile([entry]), `bao-cao-${entry.uid.slice(0, 8)}.json`))];
  if (mine) {
    acts.push(button(say("export.codes"), () => codes(entry, room)), button(say(entry.kept ? "kept.drop" : "drop"), () => dropping(entry, room), "ghost"));
    if (entry.state !== "waiting" && entry.draft) acts.unshift(button(say("mend"), () => mend(entry)));
  }
  const errors = (entry.errors ?? []).map((one) => one.detail);
  return el("li", { id: entry.uid, "data-state": entry.state },
    el("b", {}, entry.title), el("span", { class: "meta" }, `${entry.unit ?? ""} · ${moment(entry.written_at)}`),
    el("p", { role: "status" }, stateOf(entry)),
    errors.length ? el("ul", { class: "wrong" }, ...errors.map((text) => el("li", {}, text))) : null,
    entry.page ? el("p", {}, el("a", { href: entry.page }, say(entry.waits ? "kept.see" : "decide"))) : null,
    mine && entry.lines ? el("details", { class: "folded mt2" }, el("summary", {}, say("see")), el("div", {}, pairs(entry.lines))) : null,
    el("p", { class: "row tight mt2" }, ...acts), room);
}

function receipt(row, open) {
  const seen = el("details", { class: "folded", open: open || row.uid === location.hash.slice(1) },
    el("summary", {}, el("span", {}, el("b", {}, `${row.number} · ${row.title ?? ""}`), el("span", { class: "meta" }, ` ${moment(row.arrived_at)}`))));
  const body = el("div", {}, shown(row, save), row.lines ? el("details", { class: "folded mt4" }, el("summary", {}, say("receipt.sent")), el("div", {}, pairs(row.lines))) : null,
    el("p", { class: "center mt3" }, button(say("receipt.forget"), async () => {
      await remove("receipts", row.uid);
      draw();
    }, "ghost")));
  seen.append(body);
  return el("li", { "data-uid": row.uid, "data-received": row.state }, seen);
}

async function draw() {
  const [queue, receipts] = [await all("queue"), (await all("receipts")).filter((row) => row.person === page.person)];
  queue.sort((one, other) => one.made_at - other.made_at);
  receipts.sort((one, other) => other.kept_at - one.kept_at);
  lists.queue.replaceChildren(...(queue.length ? queue.map(queued) : [el("li", { class: "soft" }, say("queue.empty"))]));
  lists.receipts.replaceChildren(...(receipts.length ? receipts.map((row, place) => receipt(row, place === 0)) : [el("li", { class: "soft" }, say("receipts.empty"))]));
  const whole = document.querySelector("[data-export-all]");
  whole.hidden = queue.length < 2;
  whole.onclick = async () => save(await asFile(queue), "bao-cao-chua-gui.json");
}

// --- what another device wrote

const answer = (text, bad = false) => {
  const room = document.querySelector("[data-brought]");
  room.replaceChildren(el("p", { class: bad ? "error" : "note info" }, text));
};

async function bring(parcel) {
  if (!parcel) return answer(say("import.unreadable"), true);
  const count = await takeIn(parcel, page.person);
  answer(say(count ? "import.taken" : "import.known", { n: count }));
  changed();
  wake();
}

async function pasted(text) {
  const receipt = text.split(/\s+/).find((part) => read(part));
  if (receipt) return answer(say(checkWords[String(await genuine(receipt))]));
  if (text.trim().startsWith("{")) return bring(opened(text));
  const { have, need, parcel } = await fromCodes(text);
  if (!parcel && have && have < need) return answer(say("import.parts", { have, need }));
  return bring(parcel);
}

/** Reads codes by the camera where the browser can. */
async function scan(room) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const video = el("video", { playsinline: true, muted: true });
  room.replaceChildren(video);
  video.srcObject = stream;
  await video.play();
  const detector = new self.BarcodeDetector({ formats: ["qr_code"] });
  const field = document.querySelector("[data-paste]");
  const look = async () => {
    for (const { rawValue } of await detector.detect(video).catch(() => [])) if (!field.value.includes(rawValue)) field.value += `${rawValue}\n`;
    const { have, need } = await fromCodes(field.value);
    if (need) answer(say("import.parts", { have, need }));
    if ((need && have === need) || field.value.split(/\s+/).some((part) => read(part))) {
      stream.getTracks().forEach((track) => track.stop());
      room.replaceChildren();
      return pasted(field.value);
    }
    return setTimeout(look, 250);
  };
  look();
}

async function start() {
  if (!supported || page.outside) return;
  for (const one of document.querySelectorAll("[data-with-scripts]")) one.hidden = false;
  onQueue((news) => news.step !== "photo" && news.step !== "text" && draw());
  await draw();
  document.querySelector("[data-file]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) await bring(opened(await file.text()));
    event.target.value = "";
  });
  document.querySelector("[data-take]").addEventListener("click", () => pasted(document.querySelector("[data-paste]").value));
  const camera = document.querySelector("[data-scan]");
  camera.hidden = !self.BarcodeDetector;
  camera.addEventListener("click", () => scan(document.querySelector("[data-video]")).catch(() => answer(say("import.camera"), true)));
  await begin();
}

start();
