/**
 * The storage of this tab over a reload. *Duplicate tab* copies all of it, and the copy has to become a user of its
 * own.
 */
export class TabStorage {
  static #CHANNEL = 'parley-tabs';
  /** The time within which the original of a copied tab answers, in milliseconds. */
  static #TIMEOUT = 1_000;
  /** The same after an unload, which was most likely a reload. */
  static #SHORT_TIMEOUT = 100;

  #store;
  #prefix = 'parley.';
  #channel = null;

  /** @param {Storage | null} store the session storage of the tab; null if there is none */
  constructor(store) {
    this.#store = store ?? new Map();
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
    const key = this.read('tab');
    const parted = this.read('parted') === true;
    const copy = key !== null && (await this.#isCopied(key, parted ? TabStorage.#SHORT_TIMEOUT : TabStorage.#TIMEOUT));
    if (copy) this.clear();
    else if (parted) this.write('parted', false);
    const own = copy || key === null ? newKey() : key;
    this.write('tab', own);
    this.#listen(own);
    globalThis.addEventListener('pagehide', () => this.write('parted', true));
    globalThis.addEventListener('pageshow', ({ persisted }) => {
      if (persisted) this.write('parted', false);
    });
    return copy;
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
