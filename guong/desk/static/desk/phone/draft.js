// One duty's draft in this tab: read, written within a second of the last keystroke, never over another tab's.
import { get, saveDraft } from "./store.js";

const REST = 400;
const channel = new BroadcastChannel("guong-drafts");

export class Draft {
  /** `read` gives the values of the form; `told` hears "saved", "full", "other". */
  constructor(key, about, read, told) {
    Object.assign(this, { key, about, read, told, rev: 0, timer: 0, held: false, pending: null, dirty: false });
    channel.addEventListener("message", (event) => event.data.key === key && this.asked(event.data));
    for (const name of ["pagehide", "freeze"]) addEventListener(name, () => this.flush());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.flush());
  }

  async load() {
    const row = await get("drafts", this.key);
    this.rev = row?.rev ?? 0;
    return row;
  }

  /** Takes the duty for this tab. False when another one is writing; `over` asks that one to save and let go. */
  async hold({ over = false } = {}) {
    if (over) channel.postMessage({ key: this.key, give: true });
    const options = over ? { signal: AbortSignal.timeout?.(1500) } : { ifAvailable: true };
    const got = await this.lock(options).catch(() => over && this.lock({ steal: true }));
    this.held = Boolean(got);
    return this.held;
  }

  lock(options) {
    return new Promise((resolve, reject) => {
      navigator.locks.request(`guong-edit-${this.key}`, options, (lock) => {
        resolve(lock);
        return lock ? new Promise((free) => (this.free = free)) : undefined;
      }).catch((problem) => {
        reject(problem);
        this.lost();
      });
    });
  }

  lost() {
    if (!this.held) return;
    this.held = false;
    this.told("other");
  }

  async asked({ give }) {
    if (!give || !this.held) return;
    await this.flush();
    this.lost();
    this.free?.();
  }

  typed() {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), REST);
  }

  /** One write after the other, each on what this tab wrote last. */
  flush() {
    clearTimeout(this.timer);
    this.pending = (this.pending ?? Promise.resolve()).then(() => this.write());
    return this.pending;
  }

  row() {
    return { key: this.key, ...this.about, values: this.read(), rev: this.rev };
  }

  async write() {
    if (!this.held || !this.dirty) return;
    this.dirty = false;
    try {
      const row = await saveDraft(this.row(), this.rev);
      if (!row) return this.lost();
      this.rev = row.rev;
      this.told("saved", row);
    } catch (problem) {
      this.dirty = true;
      this.told("full", problem);
    }
  }
}
