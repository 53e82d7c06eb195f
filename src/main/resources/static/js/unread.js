import { countOf, objectOf, textOrNull } from './stored.js';

/**
 * The number of unread messages of a conversation that count by its level, and the position of the first. Kept per tab over a reload. Fires
 * `changed`.
 */
export class Unread extends EventTarget {
  #storage;
  #key;
  #count;
  #mentions;
  #line;
  /** The number of unread messages that do not count by the level of the conversation. */
  #silent = 0;
  #watched = false;
  #effectOf;

  /**
   * @param storage where it is kept: {read, write}
   * @param {string} key that of the conversation
   * @param {import('./notificationLevels.js').NotificationLevels} levels
   */
  constructor(storage, key, levels) {
    super();
    this.#storage = storage;
    this.#key = `unread.${key}`;
    this.#effectOf = (mention) => levels.effectOf(key, mention);
    const { count, mentions, line } = objectOf(storage.read(this.#key));
    this.#count = countOf(count);
    this.#mentions = Math.min(countOf(mentions), this.#count);
    this.#line = textOrNull(line, 100);
  }

  get count() {
    return this.#count;
  }

  get mentions() {
    return this.#mentions;
  }

  /** The position (`epoch:seq`) of the first unread message, where the line *New* stands; or null. */
  get line() {
    return this.#line;
  }

  /** Whether the user sees the end: the tab is visible, and this conversation is open and scrolled to its end. */
  get watched() {
    return this.#watched;
  }

  set watched(watched) {
    this.#watched = watched;
    if (watched) this.#silent = 0;
    if (watched && this.#count > 0) {
      this.#count = 0;
      this.#mentions = 0;
      this.#changed();
    }
  }

  /** A message of another user arrived. The line stays until its message was seen. */
  arrived(place, mention) {
    if (this.#watched) return;
    if (this.#count + this.#silent === 0) this.#line = place;
    if (this.#effectOf(mention) === 'none') {
      this.#silent++;
    } else {
      this.#count++;
      if (mention) this.#mentions++;
    }
    this.#changed();
  }

  /** The level of the conversation has changed: messages that do not count any more are not counted. */
  recheck() {
    const counts = this.#effectOf(true) === 'none' ? 0 : this.#effectOf(false) === 'none' ? this.#mentions : this.#count;
    this.#silent += this.#count - counts;
    this.#count = counts;
    this.#mentions = Math.min(this.#mentions, counts);
    this.#changed();
  }

  /**
   * All messages are about to arrive again, and the unread ones are counted again. The stored number is kept until then,
   * so that a reload in between loses nothing.
   *
   * @returns {string | null} the position of the first unread one
   */
  recount() {
    const first = this.#count > 0 ? this.#line : null;
    this.#count = 0;
    this.#mentions = 0;
    this.dispatchEvent(new Event('changed'));
    return first;
  }

  /** The user published a message: all messages above are read. */
  dismiss() {
    if (this.#line === null && this.#count === 0) return;
    this.#count = 0;
    this.#silent = 0;
    this.#mentions = 0;
    this.#line = null;
    this.#changed();
  }

  #changed() {
    this.#storage.write(this.#key, { count: this.#count, mentions: this.#mentions, line: this.#line });
    this.dispatchEvent(new Event('changed'));
  }
}

/**
 * Returns the next conversation with unread messages.
 *
 * @param {{unread: Unread}[]} conversations in the order of the list
 * @param {object} current the open one
 * @param {1 | -1} by the direction; the list has no end
 * @returns {object | undefined} undefined if no other one has unread messages
 */
export function nextUnread(conversations, current, by) {
  const place = conversations.indexOf(current);
  const others = [...conversations.slice(place + 1), ...conversations.slice(0, Math.max(place, 0))];
  return (by > 0 ? others : others.reverse()).find(({ unread }) => unread.count > 0);
}
