import { listOf, objectOf, textOrNull } from './stored.js';

/**
 * The storage of this tab over a reload. Pages of other paths of the same origin have keys and a channel of their own, and
 * what they write under the keys of this page is checked. *Duplicate tab* copies all of it, and the copy has to become a user of its
 * own. A copy of it is the last visit, which a new tab continues if no open tab does: after the tab was closed, or the
 * browser was restarted.
 */
export class TabStorage {
  static #CHANNEL = 'parley-tabs';
  /** The most entries of a visit, and the most characters of all. */
  static #MOST_ENTRIES = 500;
  static #MOST_LENGTH = 2_000_000;
  static #MOST_KEY = 200;
  /** The most answers to other tabs per second. */
  static #MOST_ANSWERS = 20;
  /** The time within which the original of a copied tab answers, in milliseconds. */
  static #TIMEOUT = 1_000;
  /** The same after an unload, which was most likely a reload. */
  static #SHORT_TIMEOUT = 100;
  /** The time within which the tab of the last visit answers if it is open, in milliseconds. */
  static #VISIT_TIMEOUT = 300;

  #store;
  #shared;
  #path;
  #prefix;
  #lastVisitKey;
  #channel = null;
  #answers = 0;
  #continued = false;

  /**
   * @param {Storage | null} store the session storage of the tab; null if there is none
   * @param {Storage | null} shared the storage of all tabs, for the last visit; null if there is none
   * @param {string} path the path of the page
   */
  constructor(store, shared = null, path = '/') {
    this.#store = store ?? new Map();
    this.#shared = shared;
    this.#path = path;
    this.#prefix = prefixOf(path);
    this.#lastVisitKey = `${this.#prefix}last-visit`;
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
    if (this.#lastVisit()?.tab === this.read('tab')) this.#shared.removeItem(this.#lastVisitKey);
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
      this.#shared.setItem(this.#lastVisitKey, JSON.stringify({ tab: this.read('tab'), entries }));
    } catch {
      // full or blocked: a new tab starts at the join form
    }
  }

  /** Returns the last visit with the entries that have keys of this page; null if there is none or it is damaged. */
  #lastVisit() {
    try {
      const stored = textOrNull(this.#shared?.getItem(this.#lastVisitKey), TabStorage.#MOST_LENGTH) ?? 'null';
      const { tab, entries } = objectOf(JSON.parse(stored));
      const isOwn = ([key, value]) => textOrNull(key, TabStorage.#MOST_KEY)?.startsWith(this.#prefix) && typeof value === 'string';
      const own = listOf(entries, TabStorage.#MOST_ENTRIES, (entry) => (Array.isArray(entry) && isOwn(entry) ? entry : null));
      return textOrNull(tab, TabStorage.#MOST_KEY) && { tab, entries: own };
    } catch {
      return null;
    }
  }

  async #continueLastVisit() {
    const visit = this.#lastVisit();
    if (!visit || this.#store instanceof Map) return;
    if (await this.#isCopied(visit.tab, TabStorage.#VISIT_TIMEOUT)) return;
    try {
      for (const [key, value] of visit.entries) this.#store.setItem(key, value);
      this.#continued = true;
    } catch {
      // full: the page begins as a new user
      for (const [key] of visit.entries) this.#store.removeItem(key);
    }
  }

  #isCopied(key, timeout) {
    if (typeof BroadcastChannel === 'undefined') return Promise.resolve(false);
    return new Promise((resolve) => {
      const channel = new BroadcastChannel(this.#channelName);
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
    this.#channel = new BroadcastChannel(this.#channelName);
    this.#channel.addEventListener('message', ({ data }) => {
      if (data?.ask === own && this.#mayAnswer()) this.#channel.postMessage({ here: own });
    });
  }

  get #channelName() {
    return this.#path === '/' ? TabStorage.#CHANNEL : `${TabStorage.#CHANNEL}:${this.#path}`;
  }

  /** Limits the answers to a page that asks without a pause. */
  #mayAnswer() {
    if (this.#answers === 0) setTimeout(() => (this.#answers = 0), 1_000);
    this.#answers++;
    return this.#answers <= TabStorage.#MOST_ANSWERS;
  }
}

/** Returns the beginning of all keys of the page at a path. */
export function prefixOf(path) {
  return path === '/' ? 'parley.' : `parley:${path}.`;
}
