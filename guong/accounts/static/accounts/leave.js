// At signing out: the pages kept for this person go. What waits to be sent stays, and the page says so.
const form = document.querySelector("form[data-leave]");
const note = document.querySelector("[data-unsent]");

async function clear() {
  for (const name of await caches.keys()) if (name.startsWith("guong-pages-")) await caches.delete(name);
}

/** How many reports wait in this browser; asking makes no database where there is none. */
function waiting() {
  return new Promise((resolve) => {
    const request = indexedDB.open("guong");
    request.onerror = () => resolve(0);
    request.onupgradeneeded = () => request.transaction.abort();
    request.onsuccess = () => {
      const count = request.result.transaction("queue").objectStore("queue").count();
      count.onsuccess = () => resolve(count.result);
      count.onerror = () => resolve(0);
    };
  });
}

form?.addEventListener("submit", async (event) => {
  if (!self.caches || form.dataset.cleared) return;
  event.preventDefault();
  await clear().catch(() => null);
  form.dataset.cleared = "1";
  form.submit();
});

const count = note && self.indexedDB ? await waiting() : 0;
if (count) {
  note.textContent = note.dataset.unsent.replace("{n}", count);
  note.hidden = false;
}
