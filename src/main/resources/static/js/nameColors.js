import { fold } from './names.js';
import { countOf, objectOf } from './stored.js';

/**
 * The hue of each nickname on this page. A user gets a hue that no other user in the rooms of this tab has, as long as there
 * are enough, and keeps it over a reload. The own nickname has the accent, which no other user has.
 */
export class NameColors {
  static HUES = 12;
  static OWN = 'own';
  /** That of the operator console and of bots. */
  static NONE = 'none';
  /** The step between the hues that are tried in turn; it has no divisor in common with their number. */
  static #STEP = 5;
  static #MOST_STORED = 300;
  static #WITHOUT = new Set(['operator', 'bot']);

  #session;
  #storage;
  #hues;
  #saving = false;

  /** @param {{name: string, rooms: {presence: {has: (name: string) => boolean}}[]}} session @param {object} storage that of the tab */
  constructor(session, storage) {
    this.#session = session;
    this.#storage = storage;
    const stored = Object.entries(objectOf(storage.read('hues'))).slice(-NameColors.#MOST_STORED);
    this.#hues = new Map(stored.map(([key, hue]) => [key, countOf(hue) % NameColors.HUES]));
  }

  /** Returns the value for `data-hue`. @param {string} [via] the transport of the user */
  hueOf(name, via = '') {
    if (NameColors.#WITHOUT.has(via)) return NameColors.NONE;
    const key = fold(name);
    if (key === fold(this.#session.name)) return NameColors.OWN;
    const known = this.#hues.get(key);
    if (known !== undefined) return String(known);
    const hue = this.#free(key);
    this.#hues.set(key, hue);
    this.#save();
    return String(hue);
  }

  /** Returns the first hue that no present user has; if all are taken, one that the fewest have. */
  #free(key) {
    const users = new Array(NameColors.HUES).fill(0);
    for (const [other, hue] of this.#hues) if (this.#isPresent(other)) users[hue]++;
    const first = hashOf(key) % NameColors.HUES;
    const order = users.map((_, place) => (first + place * NameColors.#STEP) % NameColors.HUES);
    const fewest = Math.min(...users);
    return order.find((hue) => users[hue] === fewest);
  }

  #isPresent(key) {
    return this.#session.rooms.some((room) => room.presence.has(key));
  }

  /** Many users may become known at once: they are stored together. */
  #save() {
    if (this.#saving) return;
    this.#saving = true;
    queueMicrotask(() => {
      this.#saving = false;
      this.#storage.write('hues', Object.fromEntries([...this.#hues].slice(-NameColors.#MOST_STORED)));
    });
  }
}

function hashOf(key) {
  let hash = 2_166_136_261;
  for (const point of key) hash = Math.imul(hash ^ point.codePointAt(0), 16_777_619) >>> 0;
  return (hash ^ (hash >>> 15)) >>> 0;
}
