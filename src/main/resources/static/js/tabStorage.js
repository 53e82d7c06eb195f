/**
 * The storage of this tab over a reload. *Duplicate tab* copies all of it, and the copy has to become a user of its
 * own. A copy of it is the last visit, which a new tab continues if no open tab does: after the tab was closed, or the
 * browser was restarted.
 */
export class TabStorage {
  static #CHANNEL = 'parley-tabs';
  /** The time within which the original of a copied tab answers, in milliseconds. */
  static #TIMEOUT = 1_000;
  /** The same after an unload, which was most likely a reload. */
  static #SHORT_TIMEOUT = 100;
  /** The time within which the tab of the last visit answers if it is open, in milliseconds. */
  static #VISIT_TIMEOUT = 300;
  static #LAST_VISIT = 'parley.last-visit';

  #store;
  #shared;
  #prefix = 'parley.';
  #channel = null;
  #continued = false;

  /**
   * @param {Storage | null} store the session storage of the tab; null if there is none
   * @param {Storage | null} shared the storage of all tabs, for the last visit; null if there is none
   */
  constructor(store, shared = null) {
    this.#store = store ?? new Map();
    this.#shared = shared;
  }

  read(key) {
    try {
      const kept = this.#store instanceof Map ? this.#store.get(this.#prefix + key) : this.#store.getItem(this.#prefix + key);
      return kept == null ? null : JSON.parse(kept);
    } catch {
      return null;
    }
  }

  write(key, value) {
    try {
      const kept = JSON.stringify(value);
      if (this.#store instanceof Map) this.#store.set(this.#prefix + key, kept);
      else this.#store.setItem(this.#prefix + key, kept);
    } catch {
      // full or blocked: the tab works without it, and a reload forgets
    }
  }

  /** Removes everything of this session. */
  clear() {
    if (this.#lastVisit()?.tab === this.read('tab')) this.#shared.removeItem(TabStorage.#LAST_VISIT);
    if (this.#store instanceof Map) return this.#store.clear();
    for (const key of Object.keys(this.#store)) if (key.startsWith(this.#prefix)) this.#store.removeItem(key);
    return undefined;
  }

  /**
   * Asks the other tabs whether one of them uses the identity of this one, and answers such questions from now on. A
   * copy removes everything. An unload leaves a mark in the storage, which the copy of a living tab does not have.
   *
   * @returns {Promise<boolean>} whether this tab is a copy
   */
  async settle(newKey) {
    if (this.read('tab') === null) await this.#continueLastVisit();
    const key = this.read('tab');
    const parted = this.read('parted') === true;
    const copy = key !== null && !this.#continued && (await this.#isCopied(key, parted ? TabStorage.#SHORT_TIMEOUT : TabStorage.#TIMEOUT));
    if (copy) this.clear();
    else if (parted) this.write('parted', false);
    const own = copy || key === null ? newKey() : key;
    this.write('tab', own);
    this.#listen(own);
    globalThis.addEventListener('pagehide', () => {
      this.saveVisit();
      this.write('parted', true);
    });
    globalThis.document?.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.saveVisit();
    });
    globalThis.addEventListener('pageshow', ({ persisted }) => {
      if (persisted) this.write('parted', false);
    });
    return copy;
  }

  /** Keeps this visit for a tab that is opened after this one is closed. Does nothing before the login. */
  saveVisit() {
    if (!this.#shared || this.#store instanceof Map || this.read('token') === null) return;
    const entries = Object.entries(this.#store).filter(([key]) => key.startsWith(this.#prefix) && key !== `${this.#prefix}parted`);
    try {
      this.#shared.setItem(TabStorage.#LAST_VISIT, JSON.stringify({ tab: this.read('tab'), entries }));
    } catch {
      // full or blocked: a new tab starts at the join form
    }
  }

  #lastVisit() {
    try {
      return JSON.parse(this.#shared?.getItem(TabStorage.#LAST_VISIT) ?? 'null');
    } catch {
      return null;
    }
  }

  async #continueLastVisit() {
    const visit = this.#lastVisit();
    if (!visit?.tab || !Array.isArray(visit.entries) || this.#store instanceof Map) return;
    if (await this.#isCopied(visit.tab, TabStorage.#VISIT_TIMEOUT)) return;
    for (const [key, value] of visit.entries) this.#store.setItem(key, value);
    this.#continued = true;
  }

  #isCopied(key, timeout) {
    if (typeof BroadcastChannel === 'undefined') return Promise.resolve(false);
    return new Promise((resolve) => {
      const channel = new BroadcastChannel(TabStorage.#CHANNEL);
      const done = (found) => {
        clearTimeout(timer);
        channel.close();
        resolve(found);
      };
      const timer = setTimeout(done, timeout, false);
      channel.addEventListener('message', ({ data }) => {
        if (data?.here === key) done(true);
      });
      channel.postMessage({ ask: key });
    });
  }

  #listen(own) {
    if (typeof BroadcastChannel === 'undefined') return;
    this.#channel = new BroadcastChannel(TabStorage.#CHANNEL);
    this.#channel.addEventListener('message', ({ data }) => {
      if (data?.ask === own) this.#channel.postMessage({ here: own });
    });
  }
}
