// Sends what waits: the text first, then each photo in pieces, going on where it was cut. One tab at a time does it.
import { deviceOf, enrol, forgetDevice, signed } from "./keys.js";
import { act, all, change, discard, photosOf, waiting } from "./store.js";

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
  constructor(seconds = 0, alone = false) {
    super("later");
    Object.assign(this, { seconds, alone });
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
    throw new Later(Number(answer.headers.get("Retry-After")) || 0, answer.status === 500);
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

const TAKEN = new Set([200, 201]);
const KEPT = new Set([202, 409]);
const MENDED = new Set([400, 422]);

/** What became of the text: taken, with its answer; or kept for a person, who decides when the photos are there too. */
async function judged(answer) {
  const words = await said(answer);
  if (TAKEN.has(answer.status)) return { answer: words, kept: null, trouble: null };
  const asked = { sentence: words.detail ?? words.title ?? "", page: words.page ?? null, errors: words.errors ?? null, trouble: null };
  if (KEPT.has(answer.status)) return { answer: null, kept: { ...asked, state: "decide", waits: answer.status === 202 } };
  throw new Stopped({ ...asked, state: MENDED.has(answer.status) ? "mend" : "refused" });
}

async function text(entry) {
  const path = address(entry.uid);
  const body = encoder.encode(bodyOf(entry));
  const answer = await handIn(entry, "PUT", path, body, { "Content-Type": "application/json" }, entry.written_at, "text");
  return judged(answer);
}

/** All pieces of one photo, from where the server says that it goes on. */
async function photo(entry, meta, blob, from) {
  const path = `${address(entry.uid)}/photos/${meta.id}`;
  let held = from;
  let anew = 0;
  for (let tries = 0; held < meta.size; tries++) {
    if (tries > meta.size / CHUNK + 20) throw new Later();
    const piece = new Uint8Array(await blob.slice(held, held + CHUNK).arrayBuffer());
    const range = `bytes ${held}-${held + piece.length - 1}/${meta.size}`;
    const more = { "Content-Range": range, "Content-Type": "application/octet-stream" };
    const answer = await handIn(entry, "PUT", path, piece, more, "", `${meta.id}/${held}`);
    const words = await said(answer);
    if (answer.status === 200 || answer.status === 416) held = words.held;
    else if (answer.status === 422 && held && !anew++) held = 0; // pieces got mixed up on the way: once from the start
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

/** Answers whether all are there: one named again from a version before may still be on its way from another device. */
async function sendPhotos(entry, tell) {
  const held = new Map(entry.answer?.photos.map((one) => [one.id, one.held]));
  const blobs = new Map((await photosOf(entry.uid)).map((one) => [one.id, one.blob]));
  const left = entry.photos.filter((meta) => (held.get(meta.id) ?? 0) < meta.size);
  for (const meta of left) {
    tell({ entry, step: "photo", number: entry.photos.indexOf(meta) + 1, of: entry.photos.length });
    if (blobs.has(meta.id)) await photo(entry, meta, blobs.get(meta.id), held.get(meta.id) ?? 0);
    else if (!meta.earlier) throw new Stopped({ state: "refused", sentence: "", trouble: "photo_lost" });
  }
  return left.every((meta) => blobs.has(meta.id));
}

/** The receipt is kept before the report leaves the queue: a tab killed between the two finds both. */
async function received(entry, tell, whole) {
  await note(entry, { answer: { ...entry.answer, state: whole ? "complete" : entry.answer.state } });
  await keepReceipt(entry);
  await discard("queue", entry.uid, entry.photos.map((meta) => meta.id));
  tell({ entry, step: "done" });
}

/** One entry from where it stands to the end. */
async function sendOne(entry, tell) {
  tell({ entry, step: "text" });
  const outcome = await text(entry);
  await note(entry, outcome);
  if (entry.answer) await keepReceipt(entry);
  const whole = await sendPhotos(entry, tell);
  if (entry.kept) throw new Stopped(entry.kept);
  await received(entry, tell, whole);
}

/** What waits at the server for something there, a plan to be approved say, may have found its place by now. */
async function askAfter(entry, tell) {
  const path = address(entry.uid);
  const headers = await signed(await deviceOf(entry.person), "GET", path, new Uint8Array());
  const answer = await request("GET", path, undefined, headers);
  if (answer.status !== 200) return;
  Object.assign(entry, { answer: await said(answer) });
  await received(entry, tell, false);
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
      if (problem instanceof Later && !problem.alone) break; // no network for one is no network for all
    }
  }
  if (!result.later) await askAfterAll(tell).catch((problem) => { if (!(problem instanceof Later)) throw problem; });
  return result;
}

async function askAfterAll(tell) {
  for (const entry of await all("queue")) if (entry.state === "decide" && entry.waits) await askAfter(entry, tell);
}

/** Sends all that waits unless another tab does. `tell` hears of each step. */
export function sendAll(tell) {
  return navigator.locks.request("guong-send", { ifAvailable: true }, (lock) => (lock ? sendWaiting(tell) : { later: true, seconds: 0 }));
}
