// Sends what waits: the text first, then each photo in pieces, going on where it was cut. One tab at a time does it.
import { deviceOf, enrol, forgetDevice, signed } from "./keys.js";
import { change, discard, act, photosOf, waiting } from "./store.js";

const CHUNK = 256 * 1024;
const SLOW = 45_000;
const encoder = new TextEncoder();

export const address = (uid) => `/api/v1/submissions/${uid}`;

/** The body of the text's request: always the same bytes for one entry, so that sending twice is sending once. */
export function bodyOf(entry) {
  const photos = entry.photos.map(({ id, sha256, size, media_type, use, consent }) => ({
    id, sha256, size, media_type, use, consent,
  }));
  return JSON.stringify({ base: entry.base, written_at: entry.written_at, up: entry.up, stays: entry.stays, photos });
}

/** What the server did not take for now: no network, too busy, or broken. */
class Later extends Error {
  constructor(seconds = 0) {
    super("later");
    this.seconds = seconds;
  }
}

/** An answer that ends the sending of this entry: a person has to look at it. */
class Stopped extends Error {
  constructor(change) {
    super("stopped");
    this.change = change;
  }
}

async function request(method, path, body, headers) {
  let answer;
  try {
    answer = await fetch(path, {
      method, body, headers, credentials: "same-origin", cache: "no-store", redirect: "error", signal: AbortSignal.timeout?.(SLOW),
    });
  } catch {
    throw new Later();
  }
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
    throw new Later(Number(answer.headers.get("Retry-After")) || 0);
  }
  return answer;
}

async function said(answer) {
  try {
    return await answer.json();
  } catch {
    throw new Later(); // cut in the middle, or something on the way answered in the server's place
  }
}

/** With the device's key; when the server no longer knows it, with a new one if there is a session. */
async function withKey(entry, method, path, body, more, writtenAt) {
  const ask = async (device) => request(method, path, body, { ...more, ...(await signed(device, method, path, body, writtenAt)) });
  const answer = await ask((await deviceOf(entry.person)) ?? (entry.mine ? await enrol(entry.person) : null));
  if (answer.status !== 401) return answer;
  await forgetDevice(entry.person);
  const made = entry.mine ? await enrol(entry.person) : null;
  const again = made ? await ask(made) : answer;
  if (again.status === 401) throw new Stopped({ trouble: "sign_in" });
  return again;
}

/** A parcel from another device brings its own signatures and is handed in as it was written. */
async function handIn(entry, method, path, body, more, writtenAt, place) {
  const mark = entry.signed?.[place];
  if (!mark) return withKey(entry, method, path, body, more, writtenAt);
  const answer = await request(method, path, body, { ...more, ...mark });
  if (answer.status !== 401) return answer;
  delete entry.signed; // that device was shut out: whoever holds the parcel hands it in under the own name
  return withKey(entry, method, path, body, more, writtenAt);
}

const KEPT = new Set([202, 409]);
const MENDED = new Set([400, 422]);

async function judged(answer) {
  if (answer.status === 200 || answer.status === 201) return said(answer);
  const words = await said(answer);
  const state = KEPT.has(answer.status) ? "decide" : MENDED.has(answer.status) ? "mend" : "refused";
  throw new Stopped({ state, sentence: words.detail ?? words.title ?? "", page: words.page ?? null, errors: words.errors ?? null, trouble: null });
}

async function text(entry) {
  const path = address(entry.uid);
  const body = encoder.encode(bodyOf(entry));
  const answer = await handIn(entry, "PUT", path, body, { "Content-Type": "application/json" }, entry.written_at, "text");
  return judged(answer);
}

/** All pieces of one photo; answers the state of the whole after the last. */
async function photo(entry, meta, blob, from) {
  const path = `${address(entry.uid)}/photos/${meta.id}`;
  let held = from;
  for (let tries = 0; held < meta.size; tries++) {
    if (tries > meta.size / CHUNK + 20) throw new Later();
    const piece = new Uint8Array(await blob.slice(held, held + CHUNK).arrayBuffer());
    const range = `bytes ${held}-${held + piece.length - 1}/${meta.size}`;
    const more = { "Content-Range": range, "Content-Type": "application/octet-stream" };
    const answer = await handIn(entry, "PUT", path, piece, more, "", `${meta.id}/${held}`);
    const words = await said(answer);
    if (answer.status === 200) {
      if (words.state) entry.answer.state = words.state;
      held = words.held;
    } else if (answer.status === 416) held = words.held;
    else throw new Stopped({ state: "refused", sentence: words.detail ?? "", trouble: null });
  }
}

/** Keeps what is known now, so that a tab killed here goes on from here. */
async function note(entry, changes) {
  Object.assign(entry, changes);
  await change("queue", entry.uid, (row) => ({ ...row, ...changes }));
}

function receiptOf(entry) {
  const { receipt, short, number, state, arrived_at } = entry.answer;
  const { uid, person, title, unit, facts, written_at, lines, duty } = entry;
  return { uid, person, title, unit, facts, written_at, lines, duty, receipt, short, number, state, arrived_at, kept_at: Date.now() };
}

const keepReceipt = (entry) => act(["receipts"], "readwrite", (stores) => stores.receipts.put(receiptOf(entry)));

/** One entry from where it stands to the end. */
async function sendOne(entry, tell) {
  tell({ entry, step: "text" });
  await note(entry, { answer: await text(entry), trouble: null });
  await keepReceipt(entry);
  const held = new Map(entry.answer.photos?.map((one) => [one.id, one.held]));
  const blobs = new Map((await photosOf(entry.uid)).map((one) => [one.id, one.blob]));
  const left = entry.photos.filter((meta) => (held.get(meta.id) ?? 0) < meta.size);
  for (const meta of left) {
    tell({ entry, step: "photo", number: entry.photos.indexOf(meta) + 1, of: entry.photos.length });
    if (!blobs.has(meta.id)) throw new Stopped({ state: "refused", sentence: "", trouble: "photo_lost" });
    await photo(entry, meta, blobs.get(meta.id), held.get(meta.id) ?? 0);
  }
  if (left.length || entry.answer.state !== "complete") await note(entry, { answer: { ...entry.answer, state: "complete" } });
  await keepReceipt(entry);
  await discard("queue", entry.uid, entry.photos.map((meta) => meta.id));
  tell({ entry, step: "done" });
}

async function sendWaiting(tell) {
  const result = { later: false, seconds: 0 };
  for (const entry of await waiting()) {
    try {
      await sendOne(entry, tell);
    } catch (problem) {
      if (problem instanceof Stopped) await note(entry, problem.change);
      else if (problem instanceof Later) Object.assign(result, { later: true, seconds: problem.seconds });
      else throw problem;
      tell({ entry, step: "stopped" });
      if (problem instanceof Later) break; // no network for one is no network for all
    }
  }
  return result;
}

/** Sends all that waits unless another tab does. `tell` hears of each step. */
export function sendAll(tell) {
  return navigator.locks.request("guong-send", { ifAvailable: true }, (lock) => (lock ? sendWaiting(tell) : { later: true, seconds: 0 }));
}
