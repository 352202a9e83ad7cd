// Receipts on the phone: read, checked without a network where the browser knows Ed25519, shown with their code.
import { canonical } from "./content.js";
import { fromBase64url } from "./keys.js";
import { get, put } from "./store.js";
import { el, icon, moment, pairs, say } from "./words.js";
import { svg } from "./qr.js";

const SHORT = "GUONG1.";
const UIDS = ["owner", "unit", "submission"];
const HEX = ["digest", "head_seal"];
const INSTANTS = ["arrived_at", "issued_at"];
const WHOLES = ["year", "number", "version", "head_position"];

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const uid = (bytes) => hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const instant = (seconds) => new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");

/** Fields and mark of the short form; null when it is none. */
export function read(short) {
  const parts = short.trim().split(".");
  if (!short.trim().startsWith(SHORT) || parts.length !== 13) return null;
  const [, ...rest] = parts;
  const mark = rest.pop();
  const fields = { form: "guong-receipt/1" };
  try {
    for (const name of [...UIDS, ...HEX, ...INSTANTS, ...WHOLES]) {
      const part = rest.shift();
      if (UIDS.includes(name)) fields[name] = uid(fromBase64url(part));
      else if (HEX.includes(name)) fields[name] = hex(fromBase64url(part));
      else fields[name] = INSTANTS.includes(name) ? instant(part) : Number(part);
    }
  } catch {
    return null;
  }
  return { fields, mark };
}

/** The public keys, for days without a network. */
export async function keepPublicKeys() {
  try {
    const answer = await fetch("/api/v1/keys", { credentials: "same-origin" });
    if (answer.ok) await put("facts", { name: "public_keys", value: await answer.json() });
  } catch {
    // those kept before serve on
  }
}

async function publicKeys() {
  return ((await get("facts", "public_keys"))?.value.keys ?? []).map((key) => key.public_key);
}

/** true: the mark fits; false: it does not; null: this browser or phone cannot tell. */
export async function genuine(short) {
  const found = read(short);
  if (!found) return false;
  const keys = await publicKeys();
  const text = new TextEncoder().encode(canonical(found.fields));
  let tried = false;
  for (const key of keys) {
    try {
      const made = await crypto.subtle.importKey("raw", fromBase64url(key), { name: "Ed25519" }, false, ["verify"]);
      if (await crypto.subtle.verify({ name: "Ed25519" }, made, fromBase64url(found.mark), text)) return true;
      tried = true;
    } catch {
      // no Ed25519 here
    }
  }
  return tried ? false : null;
}

export const checkWords = { true: "receipt.genuine", false: "receipt.false", null: "receipt.unknown" };

function facts(receipt) {
  const said = read(receipt.short)?.fields ?? receipt.receipt ?? {};
  const lines = [
    ["receipt.unit", receipt.unit],
    ["receipt.duty", receipt.title],
    ["receipt.written", receipt.written_at && moment(receipt.written_at)],
    ["receipt.arrived", moment(receipt.arrived_at)],
    ["receipt.version", said.version && String(said.version)],
    ["receipt.state", say(receipt.state === "complete" ? "state.complete" : "state.text_held")],
  ];
  return lines.filter(([, text]) => text).map(([name, text]) => ({ label: say(name), text }));
}

function file(receipt) {
  const found = read(receipt.short);
  return new Blob([canonical({ mark: found?.mark ?? "", receipt: found?.fields ?? {} })], { type: "application/json" });
}

/** A receipt as it is shown: the seal, number, code, times. */
export function shown(receipt, save) {
  const digest = (read(receipt.short)?.fields.digest ?? "").slice(0, 8).toUpperCase();
  const verdict = el("p", { class: "meta mt4 center", role: "status" }, say("receipt.checking"));
  genuine(receipt.short).then((answer) => (verdict.textContent = say(checkWords[String(answer)])));
  const keep = el("button", { class: "btn block", type: "button", onclick: () => save(file(receipt), `bien-nhan-${receipt.number.replace("/", "-")}.json`) }, icon("download"), " ", say("receipt.keep"));
  return el("article", { class: "receipt", "data-receipt": receipt.uid },
    el("div", { class: "seal" }, icon("check")),
    el("h2", {}, say("receipt.has_it", { time: moment(receipt.arrived_at), number: receipt.number })),
    el("div", { class: "qr" }, svg(receipt.short, say("receipt.qr"))),
    el("code", {}, `${receipt.number} · ${digest.replace(/(.{4})/, "$1 ")}`),
    pairs(facts(receipt), "pairs"),
    el("div", { class: "stack mt5" }, keep),
    verdict);
}
