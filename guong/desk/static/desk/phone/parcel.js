// Reports as a file or a run of QR codes, for the day when the phone finds no network: another device hands them in.
// A parcel holds the ready requests with the marks of the device that wrote them, so that it stays the author's.
import { base64url, deviceOf, fromBase64url, sha256, signed } from "./keys.js";
import { act, all, photosOf } from "./store.js";
import { address, bodyOf } from "./sender.js";

const FORM = "guong-parcel/1";
const CHUNK = 256 * 1024;
const PART = 560;
const CODE = "GUONGP1";
const FIELDS = ["uid", "base", "written_at", "up", "stays", "photos", "title", "unit", "duty", "kinds"];
const encoder = new TextEncoder();

async function marks(entry, photos) {
  const device = await deviceOf(entry.person);
  if (!device) return null;
  const path = address(entry.uid);
  const found = { text: await signed(device, "PUT", path, encoder.encode(bodyOf(entry)), entry.written_at) };
  for (const photo of photos) {
    for (let from = 0; from < photo.size; from += CHUNK) {
      const piece = await photo.blob.slice(from, from + CHUNK).arrayBuffer();
      found[`${photo.id}/${from}`] = await signed(device, "PUT", `${path}/photos/${photo.id}`, piece);
    }
  }
  return found;
}

async function packed(entry, { photos }) {
  const kept = photos ? await photosOf(entry.uid) : [];
  const plain = Object.fromEntries(FIELDS.map((name) => [name, entry[name] ?? null]));
  const blobs = {};
  for (const photo of kept) blobs[photo.id] = base64url(await photo.blob.arrayBuffer());
  return { ...plain, signed: await marks(entry, kept), blobs };
}

/** The file: every report given, with its photos. */
export async function asFile(entries) {
  const reports = await Promise.all(entries.map((entry) => packed(entry, { photos: true })));
  return new Blob([JSON.stringify({ form: FORM, reports })], { type: "application/json" });
}

/** A draft that was not sent yet, as plain words to keep: for a full disk. */
export const asDraftFile = (draft) => new Blob([JSON.stringify({ form: "guong-draft/1", draft })], { type: "application/json" });

async function squeezed(bytes, way) {
  const Stream = way === "in" ? self.CompressionStream : self.DecompressionStream;
  const through = new Blob([bytes]).stream().pipeThrough(new Stream("deflate"));
  return new Uint8Array(await new Response(through).arrayBuffer());
}

/** Texts of a run of QR codes for one report. Photos do not fit: they follow when the phone finds a network. */
export async function asCodes(entry) {
  const text = encoder.encode(JSON.stringify({ form: FORM, reports: [await packed(entry, { photos: false })] }));
  const small = Boolean(self.CompressionStream);
  const whole = (small ? "z" : "p") + base64url(small ? await squeezed(text, "in") : text);
  const name = (await sha256(encoder.encode(whole))).slice(0, 8);
  const count = Math.ceil(whole.length / PART);
  return Array.from({ length: count }, (_, place) => [CODE, name, place + 1, count, whole.slice(place * PART, (place + 1) * PART)].join("."));
}

/** What a run of texts holds so far: `{have, need, parcel}`; the parcel once all parts are there. */
export async function fromCodes(text) {
  const runs = new Map();
  for (const line of text.split(/\s+/).filter(Boolean)) {
    const found = new RegExp(`^${CODE}\\.([0-9a-f]{8})\\.(\\d+)\\.(\\d+)\\.([\\w-]+)$`).exec(line);
    if (!found) continue;
    const run = runs.get(found[1]) ?? { parts: new Map(), need: Number(found[3]) };
    run.parts.set(Number(found[2]), found[4]);
    runs.set(found[1], run);
  }
  const [name, run] = [...runs].at(-1) ?? [];
  if (!run) return { have: 0, need: 0, parcel: null };
  const answer = { have: run.parts.size, need: run.need, parcel: null };
  if (run.parts.size < run.need) return answer;
  const whole = Array.from({ length: run.need }, (_, place) => run.parts.get(place + 1)).join("");
  if ((await sha256(encoder.encode(whole))).slice(0, 8) !== name) return answer;
  const bytes = fromBase64url(whole.slice(1));
  const plain = whole.startsWith("z") ? await squeezed(bytes, "out") : bytes;
  return { ...answer, parcel: opened(new TextDecoder().decode(plain)) };
}

const isText = (value) => typeof value === "string";

/** The reports of a parcel, or null when the text is none. */
export function opened(text) {
  try {
    const found = JSON.parse(text);
    const whole = found.form === FORM && found.reports.every((one) => [one.uid, one.up, one.written_at].every(isText) && Array.isArray(one.photos));
    return whole ? found : null;
  } catch {
    return null;
  }
}

/** Puts the reports of a parcel into this device's queue; those that lie here already are left alone. Answers how many. */
export async function takeIn(parcel, person) {
  const [queued, received] = [await all("queue"), await all("receipts")];
  const known = new Set([...queued, ...received].map((one) => one.uid));
  const fresh = parcel.reports.filter((report) => !known.has(report.uid));
  await act(["queue", "photos"], "readwrite", (stores) => {
    for (const report of fresh) {
      const plain = Object.fromEntries(FIELDS.map((name) => [name, report[name] ?? null]));
      stores.queue.add({ ...plain, person, mine: true, brought: true, signed: report.signed ?? undefined, state: "waiting", made_at: Date.now() });
      for (const meta of report.photos) {
        const blob = report.blobs?.[meta.id];
        if (blob) stores.photos.put({ ...meta, owner: report.uid, at: 0, blob: new Blob([fromBase64url(blob)], { type: meta.media_type }) });
      }
    }
  });
  return fresh.length;
}

/** Hands a file to the person: the browser's own saving. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
