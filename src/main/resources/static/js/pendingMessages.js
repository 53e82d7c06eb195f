import { countOf, listOf, objectOf, textOrNull } from './stored.js';
import { parseRoomName } from './roomName.js';

/**
 * The messages, and the changes of messages, that are not acknowledged yet, in order; stored per tab, so that a reload
 * loses none.
 *
 * @typedef {object} PendingMessage
 * @property {string} reference
 * @property {string} room the room, or `@` and the name of the user
 * @property {string} text
 * @property {boolean} action
 * @property {number} at when it was written
 * @property {string | null} refused why the server did not take it
 * @property {{epoch: string, seq: number, name: string, text: string}} [replyTo] the message that it replies to
 * @property {{kind: 'edit' | 'delete' | 'react', epoch: string, target: number, emoji: string, remove: boolean}} [change]
 *     set if it changes a message
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
    const { reference, room, text, action, at, refused, replyTo, change } = objectOf(stored);
    const key = textOrNull(room, PendingMessages.#MOST_NAME) ?? '';
    const isKey = /^@\S/u.test(key) || (key !== '' && parseRoomName(key) === key);
    if (!isKey || !PendingMessages.#REFERENCE.test(textOrNull(reference, 64) ?? '')) return null;
    const message = { reference, room, text, action: action === true, at: Number.isFinite(at) ? at : 0, refused: textOrNull(refused, PendingMessages.#MOST_TEXT) };
    if (change !== undefined) return PendingMessages.#checkedChange(message, objectOf(change));
    if (!textOrNull(text, PendingMessages.#MOST_TEXT)) return null;
    return replyTo === undefined ? message : PendingMessages.#checkedReply(message, objectOf(replyTo));
  }

  static #checkedReply(message, { epoch, seq, name, text }) {
    const short = (value) => textOrNull(value, PendingMessages.#MOST_NAME);
    if (!short(epoch) || countOf(seq) === 0 || short(name) === null || short(text) === null) return message;
    return { ...message, replyTo: { epoch, seq, name, text } };
  }

  static #checkedChange(message, { kind, epoch, target, emoji, remove }) {
    const short = (value) => textOrNull(value, PendingMessages.#MOST_NAME);
    if (!['edit', 'delete', 'react'].includes(kind) || !short(epoch) || countOf(target) === 0 || short(emoji) === null) return null;
    if (kind === 'react' ? emoji === '' : kind === 'edit' && !textOrNull(message.text, PendingMessages.#MOST_TEXT)) return null;
    return { ...message, text: kind === 'edit' ? message.text : '', change: { kind, epoch, target, emoji, remove: remove === true } };
  }

  put(message) {
    this.#messages.push({ ...message, refused: null });
    this.#keep();
  }

  /** @returns {Set<string>} the rooms and users with messages */
  get rooms() {
    return new Set(this.#messages.map((message) => message.room));
  }

  /** @returns {PendingMessage[]} all messages of a room, refused ones included, without changes */
  of(room) {
    return this.#messages.filter((message) => message.room === room && !message.change);
  }

  /** @returns {PendingMessage[]} all changes of messages of a room, refused ones included */
  changesOf(room) {
    return this.#messages.filter((message) => message.room === room && message.change);
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

  /** Makes a reply a message that replies to none. */
  forgetTarget(reference) {
    const message = this.find(reference);
    if (!message?.replyTo) return;
    delete message.replyTo;
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
