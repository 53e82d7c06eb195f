import { fold } from './names.js';
import { listOf, objectOf, textOrNull } from './stored.js';

/** The users whose messages this tab hides. Follows them through new nicknames; kept over a reload. Fires `changed`. */
export class IgnoredUsers extends EventTarget {
  static #MOST = 1_000;
  static #MOST_NAME = 200;

  #storage;
  #names = new Map();

  /** @param {{read: Function, write: Function}} storage the storage of this tab */
  constructor(storage) {
    super();
    this.#storage = storage;
    const stored = objectOf(storage.read('ignored'));
    for (const name of listOf(stored.names, IgnoredUsers.#MOST, (value) => textOrNull(value, IgnoredUsers.#MOST_NAME))) {
      this.#names.set(fold(name), name);
    }
  }

  /** The nicknames in alphabetical order. */
  get names() {
    return [...this.#names.values()].sort();
  }

  has(name) {
    return this.#names.has(fold(name));
  }

  add(name) {
    if (this.#names.size >= IgnoredUsers.#MOST) return;
    this.#names.set(fold(name), name);
    this.#keep();
  }

  /** @returns whether the user was ignored */
  remove(name) {
    const known = this.#names.delete(fold(name));
    if (known) this.#keep();
    return known;
  }

  /** A user has another nickname. */
  renamed(from, to) {
    if (!this.#names.delete(fold(from))) return;
    this.#names.set(fold(to), to);
    this.#keep();
  }

  #keep() {
    this.#storage.write('ignored', { names: [...this.#names.values()] });
    this.dispatchEvent(new Event('changed'));
  }
}
