// What this browser keeps: drafts, the queue, photos, receipts, keys. One database; every act is one transaction.
const NAME = "guong";
const STORES = { drafts: "key", queue: "uid", photos: "id", receipts: "uid", keys: "person", facts: "name" };

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, { keyPath });
    };
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = db.onclose = () => {
        db.close();
        opened = null;
      };
      resolve(db);
    };
    request.onerror = () => {
      opened = null;
      reject(request.error);
    };
  });
  return opened;
}

/**
 * Runs `work` in one transaction; `work` gets the stores by name and may return a request, whose result is the answer.
 * It resolves when the browser has promised to keep what was written, and rejects with nothing written.
 */
export async function act(names, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(names, mode, mode === "readwrite" ? { durability: "strict" } : undefined);
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
    let answer;
    let failed = null;
    const safely = (step) => () => {
      try {
        step();
      } catch (error) {
        failed = error;
        transaction.abort();
      }
    };
    transaction.oncomplete = () => resolve(answer instanceof IDBRequest ? answer.result : answer?.value);
    transaction.onabort = () => reject(failed ?? transaction.error ?? new DOMException("aborted", "AbortError"));
    try {
      answer = work(stores, safely);
    } catch (error) {
      transaction.abort();
      reject(error);
    }
  });
}

export const get = (name, key) => act([name], "readonly", (stores) => stores[name].get(key));
export const all = (name) => act([name], "readonly", (stores) => stores[name].getAll());
export const put = (name, value) => act([name], "readwrite", (stores) => stores[name].put(value));
export const remove = (name, key) => act([name], "readwrite", (stores) => stores[name].delete(key));

/** Changes one row as it lies there now; without a row nothing is written. */
export function change(name, key, edit) {
  return act([name], "readwrite", (stores, safely) => {
    const answer = { value: undefined };
    const found = stores[name].get(key);
    found.onsuccess = safely(() => {
      if (found.result === undefined) return;
      answer.value = edit(found.result);
      stores[name].put(answer.value);
    });
    return answer;
  });
}

// --- drafts

export const draftKey = (person, duty, nil) => [person, duty, nil ? "nil" : "report"].join("/");

/** Writes a draft when the stored one is still `rev`; answers the new row, or null when another tab wrote meanwhile. */
export function saveDraft(draft, rev) {
  return act(["drafts"], "readwrite", (stores, safely) => {
    const answer = { value: null };
    const found = stores.drafts.get(draft.key);
    found.onsuccess = safely(() => {
      if ((found.result?.rev ?? 0) !== rev) return;
      answer.value = { ...draft, rev: rev + 1, saved_at: Date.now() };
      stores.drafts.put(answer.value);
    });
    return answer;
  });
}

/** From draft to queue in one step: either both happen or none. */
export function enqueue(entry, draft) {
  return act(["drafts", "queue", "photos"], "readwrite", (stores, safely) => {
    stores.queue.add(entry);
    stores.drafts.delete(draft);
    for (const photo of entry.photos) move(stores.photos, photo.id, entry.uid, safely);
  });
}

/** Back from the queue, to be mended. */
export function reopen(entry) {
  return act(["drafts", "queue", "photos"], "readwrite", (stores, safely) => {
    stores.drafts.put({ ...entry.draft, rev: (entry.draft.rev ?? 0) + 1, saved_at: Date.now() });
    for (const photo of entry.photos) move(stores.photos, photo.id, entry.draft.key, safely);
    stores.queue.delete(entry.uid);
  });
}

function move(photos, id, owner, safely) {
  const found = photos.get(id);
  found.onsuccess = safely(() => found.result && photos.put({ ...found.result, owner }));
}

/** A draft or an entry of the queue that is thrown away, with its photos. */
export function discard(name, key, photos = []) {
  return act([name, "photos"], "readwrite", (stores) => {
    stores[name].delete(key);
    for (const photo of photos) stores.photos.delete(photo);
  });
}

export async function photosOf(owner) {
  const found = (await all("photos")).filter((photo) => photo.owner === owner);
  return found.sort((one, other) => one.at - other.at);
}

/** Entries that a person has to look at: to mend, to decide, or refused. */
export async function asking() {
  return (await all("queue")).filter((entry) => entry.state !== "waiting" && !entry.waits);
}

/** Entries of the queue that still want to be sent, the oldest first. */
export async function waiting() {
  const found = (await all("queue")).filter((entry) => entry.state === "waiting");
  return found.sort((one, other) => one.made_at - other.made_at);
}
