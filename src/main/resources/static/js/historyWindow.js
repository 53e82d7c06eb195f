import { Position } from './position.js';

/**
 * The loaded part of the history of one room, which pages extend at both ends. It may end before the latest message: then
 * it is detached.
 */
export class HistoryWindow {
  static PAGE = 100;

  #name;
  #entries;
  #history;
  #room;
  #shownUntil = 0;
  #atBeginning = false;
  #loading = null;
  #meanwhile = [];

  /**
   * @param {string} name the name of the room
   * @param {import('./timeline.js').Timeline} entries its entries
   * @param {{page: Function}} history
   * @param {{position: () => Position | null, entry: (message: object) => object, after: (entry: object, change: object) => object | null,
   *   changed: () => void}} room position: the latest known one; entry: the entry of a stored message; after: the fields
   *   that a change alters; changed: called after a change of the window
   */
  constructor(name, entries, history, room) {
    this.#name = name;
    this.#entries = entries;
    this.#history = history;
    this.#room = room;
  }

  /** Whether the latest messages are not loaded. */
  get detached() {
    const position = this.#room.position();
    return position !== null && this.#shownUntil < position.seq;
  }

  /** Whether the first message of the room is loaded. */
  get atBeginning() {
    return this.#atBeginning;
  }

  /** The window starts after this position. @param {boolean} isFirst whether no message of the room is before it */
  start(position, isFirst) {
    this.#shownUntil = position.seq;
    if (isFirst !== undefined) this.#atBeginning = isFirst;
  }

  /** The entry with this number is at the end of the window, or the number is that of a change. */
  extend(seq) {
    this.#shownUntil = seq;
  }

  /** The first entries were removed. */
  onTrimmed() {
    this.#atBeginning = false;
  }

  /** A change of messages arrived: a page that is being loaded may not include it. */
  onChange(event) {
    if (this.#loading) this.#meanwhile.push(event);
  }

  /** Loads the page before the loaded part. @returns whether there was one; rejects if it cannot be loaded */
  older() {
    return this.#alone(async () => {
      const first = this.#entries.find((entry) => entry.place);
      if (this.#atBeginning || !first || first.epoch !== this.#room.position()?.epoch) return false;
      const page = await this.#page(new Position(first.epoch, first.seq), HistoryWindow.PAGE);
      this.#entries.prepend(page.entries);
      this.#atBeginning = page.beginning;
      if (this.#entries.trimNewest().some((entry) => entry.place)) this.#shownUntil = this.#lastShown();
      this.#room.changed();
      return page.entries.length > 0;
    });
  }

  /** Loads the page after the loaded part. */
  newer() {
    return this.#alone(() => this.#appendPage());
  }

  /** Loads the latest part again, after a page that is being loaded. */
  async newest() {
    await this.#idle();
    return this.#alone(async () => {
      if (!this.detached) return;
      await this.#replace(this.#room.position().seq);
      while (this.detached && (await this.#appendPage()));
      this.#room.changed();
    });
  }

  /**
   * Loads the part around a message if it is not loaded.
   *
   * @param {Position} position
   * @returns {Promise<object | undefined>} its entry; undefined if it is not stored; rejects if it cannot be loaded
   */
  async around(position) {
    await this.#idle();
    const find = () => this.#entries.find((entry) => entry.place === position.toString());
    const latest = this.#room.position();
    if (find() || latest?.epoch !== position.epoch || position.seq > latest.seq) return find();
    await this.#alone(async () => {
      await this.#replace(Math.min(position.seq + HistoryWindow.PAGE / 2, latest.seq));
      this.#room.changed();
    });
    return find();
  }

  /** Replaces the loaded part by the page that ends with this number. */
  async #replace(until) {
    const page = await this.#page(this.#room.position().with(until + 1), HistoryWindow.PAGE);
    this.#entries.clear();
    this.#atBeginning = page.beginning;
    for (const entry of page.entries) this.#entries.settle(entry, false);
    this.#shownUntil = until;
  }

  async #idle() {
    while (this.#loading) await this.#loading.catch(() => {});
  }

  /** One page at a time; requests meanwhile share the result. */
  #alone(load) {
    this.#loading ??= load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #appendPage() {
    if (!this.detached) return false;
    const shown = this.#shownUntil;
    const until = Math.min(shown + HistoryWindow.PAGE, this.#room.position().seq);
    const { entries } = await this.#page(this.#room.position().with(until + 1), until - shown);
    for (const entry of entries) if (entry.seq > shown) this.#entries.settle(entry, false);
    this.#shownUntil = until;
    if (this.#entries.trimOldest().length > 0) this.#atBeginning = false;
    this.#room.changed();
    return true;
  }

  /** Loads a page, and applies the changes that arrived meanwhile to its messages. */
  async #page(before, limit) {
    this.#meanwhile = [];
    const { messages, beginning } = await this.#history.page(this.#name, before, limit);
    const entries = messages.map((message) =>
      this.#meanwhile.reduce((entry, event) => ({ ...entry, ...this.#room.after(entry, event) }), this.#room.entry(message)));
    return { entries, beginning };
  }

  #lastShown() {
    return [...this.#entries].findLast((entry) => entry.place)?.seq ?? 0;
  }
}
