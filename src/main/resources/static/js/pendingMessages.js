/**
 * The messages that are not acknowledged yet, in order; stored per tab, so that a reload loses none.
 *
 * @typedef {object} PendingMessage
 * @property {string} reference
 * @property {string} room the room, or `@` and the name of the user
 * @property {string} text
 * @property {boolean} action
 * @property {number} at when it was written
 * @property {string | null} refused why the server did not take it
 */
export class PendingMessages {
  #storage;
  #messages;

  /** @param storage where it is kept: {read, write} */
  constructor(storage) {
    this.#storage = storage;
    this.#messages = storage.read('outbox') ?? [];
  }

  put(message) {
    this.#messages.push({ ...message, refused: null });
    this.#keep();
  }

  /** @returns {Set<string>} the rooms and users with messages */
  get rooms() {
    return new Set(this.#messages.map((message) => message.room));
  }

  /** @returns {PendingMessage[]} all messages of a room, refused ones included */
  of(room) {
    return this.#messages.filter((message) => message.room === room);
  }

  /** @returns {PendingMessage | undefined} the first message of a room that can be sent */
  next(room) {
    return this.#messages.find((message) => message.room === room && message.refused === null);
  }

  find(reference) {
    return this.#messages.find((message) => message.reference === reference);
  }

  refuse(reference, reason) {
    const message = this.find(reference);
    if (!message) return;
    message.refused = reason;
    this.#keep();
  }

  /** Puts a message at the end of the queue again. */
  retry(reference) {
    const message = this.find(reference);
    if (!message) return;
    this.#messages = [...this.#messages.filter((other) => other !== message), { ...message, refused: null }];
    this.#keep();
  }

  remove(reference) {
    const kept = this.#messages.filter((message) => message.reference !== reference);
    if (kept.length === this.#messages.length) return;
    this.#messages = kept;
    this.#keep();
  }

  #keep() {
    this.#storage.write('outbox', this.#messages);
  }
}
