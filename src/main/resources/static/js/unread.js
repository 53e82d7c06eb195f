/**
 * How much of a conversation its reader has not seen, and where that begins. Kept per tab over a reload.
 * Tells `changed`.
 */
export class Unread extends EventTarget {
  #storage;
  #key;
  #count;
  #mentions;
  #line;
  #watched = false;

  /** @param storage where it is kept: {read, write} @param {string} key its own */
  constructor(storage, key) {
    super();
    this.#storage = storage;
    this.#key = `unread.${key}`;
    const { count = 0, mentions = 0, line = null } = storage.read(this.#key) ?? {};
    this.#count = count;
    this.#mentions = mentions;
    this.#line = line;
  }

  get count() {
    return this.#count;
  }

  get mentions() {
    return this.#mentions;
  }

  /** The place (`epoch:seq`) of the first message that came unseen, where the line *New* stands; or null. */
  get line() {
    return this.#line;
  }

  /** Whether the reader sees the end just now: the tab is visible, this conversation open and scrolled to its end. */
  get watched() {
    return this.#watched;
  }

  set watched(watched) {
    this.#watched = watched;
    if (watched && this.#count > 0) {
      this.#count = 0;
      this.#mentions = 0;
      this.#changed();
    }
  }

  /** Somebody else's message arrived. The line stays where it was until what it marks was seen. */
  arrived(place, mention) {
    if (this.#watched) return;
    if (this.#count === 0) this.#line = place;
    this.#count++;
    if (mention) this.#mentions++;
    this.#changed();
  }

  /** The reader speaks: everything above was seen. */
  dismiss() {
    if (this.#line === null && this.#count === 0) return;
    this.#count = 0;
    this.#mentions = 0;
    this.#line = null;
    this.#changed();
  }

  #changed() {
    this.#storage.write(this.#key, { count: this.#count, mentions: this.#mentions, line: this.#line });
    this.dispatchEvent(new Event('changed'));
  }
}
