// Keeps the pages of the phone for days without a network. The page says which; they are kept for one person at a time.
// The server puts VERSION and FILES before this text.
const SHELL = `guong-files-${self.VERSION}`;
const PAGES = "guong-pages-";
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(SHELL)
      .then((cache) => Promise.all(self.FILES.map((path) => keepFile(cache, new Request(path, { cache: "reload" })))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("guong-files-") && name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** A page is kept under the person that it was made for; pages of others go. */
async function keepPage(path, answer) {
  const person = answer.headers.get("Guong-Person");
  if (!answer.ok || answer.redirected || !person) return;
  const name = PAGES + person;
  for (const other of await caches.keys()) if (other.startsWith(PAGES) && other !== name) await caches.delete(other);
  await (await caches.open(name)).put(path, answer);
}

async function kept(path) {
  for (const name of await caches.keys()) {
    const found = name.startsWith(PAGES) && (await (await caches.open(name)).match(path));
    if (found) return found;
  }
  return null;
}

/**
 * An answer with all of its text, so that a page is never half of one. Fails when the network ended in the middle: in
 * the text, or in what stands before it, which browsers take for an empty answer.
 */
async function whole(request, more) {
  const answer = await fetch(request, more);
  if (answer.type === "opaqueredirect") return answer;
  if (!(await answer.clone().arrayBuffer()).byteLength) throw new TypeError("cut");
  return answer;
}

async function keepFile(cache, request) {
  const answer = await whole(request);
  if (!answer.ok) throw new TypeError(request.url);
  await cache.put(request, answer);
}

async function page(request, path) {
  const stored = await kept(path);
  const fresh = whole(request).then(async (answer) => {
    if (answer.type !== "opaqueredirect") await keepPage(path, answer.clone()).catch(() => null);
    return answer;
  });
  fresh.catch(() => null);
  if (!stored) return fresh.catch(async () => (await kept(self.HOME)) ?? Response.error());
  const slow = new Promise((resolve) => setTimeout(resolve, PATIENCE, stored));
  return Promise.race([fresh.then((answer) => (answer.status >= 500 ? stored : answer)).catch(() => stored), slow]);
}

async function file(request) {
  const found = await (await caches.open(SHELL)).match(request);
  if (found) return found;
  const answer = await whole(request);
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone()).catch(() => null);
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith(self.STATIC)) event.respondWith(file(request));
  else if (request.mode === "navigate" && !url.search) event.respondWith(page(request, url.pathname));
});

async function keep({ pages, files }) {
  const cache = await caches.open(SHELL);
  await Promise.allSettled(files.map(async (url) => (await cache.match(url)) ?? keepFile(cache, new Request(url))));
  for (const path of new Set(pages)) {
    const answer = await whole(path, { credentials: "same-origin", redirect: "error" }).catch(() => null);
    if (answer) await keepPage(path, answer).catch(() => null);
  }
  for (const client of await self.clients.matchAll()) client.postMessage({ kept: pages.length });
}

self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});
