import { listOf, textOrNull } from './stored.js';

/** The most characters of a stored key. */
const MOST_KEY = 200;

/**
 * Decides what a message does: whether it counts as unread, and whether it alerts the user by sound and on the desktop. Each
 * conversation has a level, and can be muted until a time. Kept per tab over a reload. Fires `changed` {key}.
 *
 * - `default`: all messages count, mentions alert.
 * - `all`: all messages count and alert.
 * - `mentions`: mentions count and alert.
 * - `nothing`: no message counts or alerts.
 */
export class NotificationLevels extends EventTarget {
  static LEVELS = ['default', 'all', 'mentions', 'nothing'];
  static MUTES = ['1h', 'tomorrow'];

  static #MOST = 200;
  static #HOUR = 3_600_000;
  /** The hour at which a user who muted a conversation until tomorrow is alerted again. */
  static #MORNING = 8;

  #storage;
  #later;
  #now;
  #all;

  /** @param {{storage: {read: Function, write: Function}, later: (ms: number, then: () => void) => void, now?: () => number}} parts */
  constructor({ storage, later, now = () => Date.now() }) {
    super();
    this.#storage = storage;
    this.#later = later;
    this.#now = now;
    this.#all = new Map(listOf(storage.read('levels'), NotificationLevels.#MOST, entryOrNull));
    for (const [key, { until }] of this.#all) if (until > now()) this.#endLater(key, until);
  }

  /** @returns {{level: string, until: number}} until: the end of the mute in milliseconds, 0 if the conversation is not muted */
  of(key) {
    const { level, until } = this.#all.get(key) ?? { level: 'default', until: 0 };
    return { level, until: until > this.#now() ? until : 0 };
  }

  /**
   * Sets the level of a conversation, or mutes it for a time, after which it has its level again.
   *
   * @param {string} key the key of the conversation
   * @param {string} wanted one of the levels or mutes
   */
  set(key, wanted) {
    const isMute = NotificationLevels.MUTES.includes(wanted);
    const entry = isMute ? { level: this.of(key).level, until: this.#endOf(wanted) } : { level: wanted, until: 0 };
    this.#all.delete(key);
    if (entry.level !== 'default' || isMute) this.#all.set(key, entry);
    if (this.#all.size > NotificationLevels.#MOST) this.#all.delete(this.#all.keys().next().value);
    if (isMute) this.#endLater(key, entry.until);
    this.#storage.write('levels', [...this.#all].map(([name, { level, until }]) => ({ key: name, level, until })));
    this.#changed(key);
  }

  /** @returns {'alert' | 'count' | 'none'} what a message of another user does; `alert` includes `count` */
  effectOf(key, mention) {
    const { level, until } = this.of(key);
    if (level === 'nothing' || until > 0) return 'none';
    if (mention || level === 'all') return 'alert';
    return level === 'mentions' ? 'none' : 'count';
  }

  #endOf(mute) {
    if (mute === '1h') return this.#now() + NotificationLevels.#HOUR;
    const end = new Date(this.#now());
    end.setDate(end.getDate() + 1);
    return end.setHours(NotificationLevels.#MORNING, 0, 0, 0);
  }

  #endLater(key, until) {
    this.#later(until - this.#now(), () => {
      if (this.#all.get(key)?.until === until) this.#changed(key);
    });
  }

  #changed(key) {
    this.dispatchEvent(new CustomEvent('changed', { detail: { key } }));
  }
}

function entryOrNull(value) {
  const key = textOrNull(value?.key, MOST_KEY);
  const isKnown = NotificationLevels.LEVELS.includes(value?.level) && Number.isSafeInteger(value?.until);
  return key !== null && isKnown ? [key, { level: value.level, until: value.until }] : null;
}
