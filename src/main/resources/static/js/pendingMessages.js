/**
 * The messages that are not acknowledged yet, in order; stored per tab, so that a reload loses none.
 *
 * @typedef {object} Letter
 * @property {string} reference
 * @property {string} room
 * @property {string} text
 * @property {boolean} action
 * @property {number} at when it was written
 * @property {string | null} refused why the server did not take it
 */
export class PendingMessages {
  #storage;
  #letters;

  /** @param storage where it is kept: {read, write} */
  constructor(storage) {
    this.#storage = storage;
    this.#letters = storage.read('outbox') ?? [];
  }

  put(letter) {
    this.#letters.push({ ...letter, refused: null });
    this.#keep();
  }

  /** @returns {Letter[]} all messages of a room, refused ones included */
  of(room) {
    return this.#letters.filter((letter) => letter.room === room);
  }

  /** @returns {Letter | undefined} the first message of a room that can be sent */
  next(room) {
    return this.#letters.find((letter) => letter.room === room && letter.refused === null);
  }

  find(reference) {
    return this.#letters.find((letter) => letter.reference === reference);
  }

  refuse(reference, reason) {
    const letter = this.find(reference);
    if (!letter) return;
    letter.refused = reason;
    this.#keep();
  }

  /** Puts a message at the end of the queue again. */
  retry(reference) {
    const letter = this.find(reference);
    if (!letter) return;
    this.#letters = [...this.#letters.filter((other) => other !== letter), { ...letter, refused: null }];
    this.#keep();
  }

  remove(reference) {
    const kept = this.#letters.filter((letter) => letter.reference !== reference);
    if (kept.length === this.#letters.length) return;
    this.#letters = kept;
    this.#keep();
  }

  #keep() {
    this.#storage.write('outbox', this.#letters);
  }
}
