import { listOf, objectOf, textOrNull } from './stored.js';
import { parseRoomName } from './roomName.js';

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
  static #MOST = 1_000;
  static #MOST_TEXT = 20_000;
  static #MOST_NAME = 200;
  static #REFERENCE = /^[A-Za-z0-9._-]{1,64}$/;

  #storage;
  #messages;

  /** @param storage where it is kept: {read, write} */
  constructor(storage) {
    this.#storage = storage;
    this.#messages = listOf(storage.read('outbox'), PendingMessages.#MOST, PendingMessages.#checked);
  }

  /** Returns a stored message, or null if another page has written something else. */
  static #checked(stored) {
    const { reference, room, text, action, at, refused } = objectOf(stored);
    const key = textOrNull(room, PendingMessages.#MOST_NAME) ?? '';
    const isKey = /^@\S/u.test(key) || (key !== '' && parseRoomName(key) === key);
    const isMessage = isKey && PendingMessages.#REFERENCE.test(textOrNull(reference, 64) ?? '') && textOrNull(text, PendingMessages.#MOST_TEXT);
    if (!isMessage) return null;
    return { reference, room, text, action: action === true, at: Number.isFinite(at) ? at : 0, refused: textOrNull(refused, PendingMessages.#MOST_TEXT) };
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
