// The key of this browser. It never leaves it: what is signed is sent, also after the session has ended.
import { get, put, remove } from "./store.js";

const EC = { name: "ECDSA", namedCurve: "P-256" };
const SIGN = { name: "ECDSA", hash: "SHA-256" };
const encoder = new TextEncoder();

export const base64url = (bytes) =>
  btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

export const fromBase64url = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

export async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A new id in the order of time (UUIDv7). */
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) & 0xff;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const csrf = () =>
  /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/** The device as the server knows it, or null before it was enrolled. */
export const deviceOf = (person) => get("keys", person);

export const forgetDevice = (person) => remove("keys", person);

/** Makes the key pair and tells the server its public half; needs a session. Null when that did not work now. */
export async function enrol(person) {
  const kept = await deviceOf(person);
  if (kept) return kept;
  const pair = await crypto.subtle.generateKey(EC, false, ["sign", "verify"]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  let device = null;
  try {
    const answer = await fetch("/api/v1/devices", {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
      body: JSON.stringify({ public_key: { kty, crv, x, y } }),
    });
    if (answer.status === 201) ({ device } = await answer.json());
  } catch {
    // no network, or it ended in the middle of the answer: another key is made another time
  }
  if (!device) return null;
  const made = { person, device, private: pair.privateKey };
  await put("keys", made);
  return made;
}

/** Headers that stand for this device under one request; without a device those of the session. */
export async function signed(device, method, path, body, writtenAt = "") {
  if (!device) return { "X-CSRFToken": csrf() };
  const text = [method, path, await sha256(body), writtenAt].join("\n");
  const mark = await crypto.subtle.sign(SIGN, device.private, encoder.encode(text));
  return { "Guong-Device": device.device, "Guong-Signature": base64url(mark) };
}

