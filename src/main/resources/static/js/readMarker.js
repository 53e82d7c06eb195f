import { objectOf } from './stored.js';

/**
 * Tracks the visible part of the open conversation: whether its end is visible, when older or newer pages are needed,
 * and the button with the number of messages below.
 */
export class ReadMarker {
  static #PAGES_BACK = 4;

  #button = document.getElementById('jump');
  #older = document.getElementById('beginning');
  #session;
  #i18n;
  #scroll;
  #conversation = null;
  #stop = new AbortController();
  #storage;
  #left;

  /** @param {{session: object, i18n: object, scroll: import('./scroll.js').Scroll, storage: object}} parts storage: the tab's */
  constructor({ session, i18n, scroll, storage }) {
    this.#session = session;
    this.#storage = storage;
    this.#left = objectOf(storage.read('reading'));
    window.addEventListener('pagehide', () => this.#keep());
    this.#i18n = i18n;
    this.#scroll = scroll;
    session.addEventListener('shown', ({ detail: { conversation } }) => this.#show(conversation));
    scroll.addEventListener('changed', () => this.#update());
    scroll.addEventListener('top', () => void this.#olderPage());
    document.addEventListener('visibilitychange', () => this.#update());
    this.#button.addEventListener('click', () => void this.toNewest());
  }

  /** Jumps to the latest message, and loads it if necessary. */
  async toNewest() {
    const conversation = this.#conversation;
    try {
      await conversation.newest();
    } finally {
      if (conversation === this.#conversation) this.#scroll.toEnd();
      this.#update();
    }
  }

  #show(conversation) {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#conversation = conversation;
    conversation.entries.addEventListener('added', ({ detail: { entry } }) => {
      if (!entry.settled) this.#scroll.toEnd();
    }, { signal });
    conversation.unread.addEventListener('changed', () => this.#label(), { signal });
    conversation.addEventListener('window', () => this.#update(), { signal });
    conversation.addEventListener('said', () => this.#label(), { signal });
    conversation.addEventListener('caught-up', () => void this.#onCaughtUp(conversation), { signal, once: true });
    this.#update();
  }

  #update() {
    const conversation = this.#conversation;
    if (!conversation) return;
    const { following } = this.#scroll;
    conversation.following = following && !conversation.detached;
    conversation.unread.watched = conversation.following && document.visibilityState === 'visible';
    if (following && conversation.detached) void conversation.newer().catch(() => {});
    this.#label();
  }

  #label() {
    const { unread, detached } = this.#conversation;
    const away = !this.#scroll.following || detached;
    this.#button.hidden = !away;
    if (!away) return;
    const number = unread.count > 0 ? this.#i18n.count('transcript.jump', unread.count) : this.#i18n.text('transcript.jump.newest');
    this.#button.textContent = unread.mentions > 0 ? this.#i18n.text('transcript.jump.mention', number) : number;
    this.#button.classList.toggle('counts', unread.count > 0);
  }

  /** The tab may be reloaded: a user who reads older messages continues there. */
  #keep() {
    if (this.#storage.read('token') === null) return; // after a logout another user logs in
    const first = this.#scroll.following ? null : this.#scroll.first((row) => row.dataset.place);
    this.#storage.write('reading', first && { room: this.#conversation.key, place: first.row.dataset.place, at: first.at });
  }

  /** Scrolls to the position before the reload, if it is not too far back. */
  async #onCaughtUp(conversation) {
    const left = this.#left;
    this.#left = null;
    if (left?.room !== conversation.key || typeof left.place !== 'string' || !Number.isFinite(left.at)) return;
    const found = () => [...document.querySelectorAll('#transcript .message')].find((row) => row.dataset.place === left.place);
    try {
      for (let page = 0; page < ReadMarker.#PAGES_BACK && !found(); page++) if (!(await conversation.older())) break;
    } catch {
      // it cannot be loaded now: jump to the end
    }
    const row = found();
    if (row && conversation === this.#conversation) this.#scroll.bring(row, left.at);
  }

  async #olderPage() {
    const conversation = this.#conversation;
    try {
      await conversation.older();
    } catch {
      if (conversation !== this.#conversation) return;
      this.#scroll.hold();
      this.#older.textContent = this.#i18n.text('transcript.older.failed');
      this.#older.hidden = false;
      this.#scroll.release();
    }
  }
}
