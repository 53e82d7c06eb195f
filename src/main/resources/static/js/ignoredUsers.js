import { fold, sameName } from './names.js';
import { listOf, objectOf, textOrNull } from './stored.js';

/**
 * The users whose messages this tab hides. A user is known by the id, which stays the same through new nicknames; by the
 * nickname until an event names the id. Kept over a reload. Fires `changed`.
 */
export class IgnoredUsers extends EventTarget {
  static #MOST = 1_000;
  static #MOST_NAME = 200;
  /** The most users whose ids are remembered, so that they can be ignored by name. */
  static #MOST_KNOWN = 2_000;

  #storage;
  #users = new Map();
  #names = new Map();
  #known = new Map();

  /** @param {{read: Function, write: Function}} storage the storage of this tab */
  constructor(storage) {
    super();
    this.#storage = storage;
    const { names, users } = objectOf(storage.read('ignored'));
    const short = (value) => textOrNull(value, IgnoredUsers.#MOST_NAME);
    for (const name of listOf(names, IgnoredUsers.#MOST, short)) this.#names.set(fold(name), name);
    const pair = (value) => (short(value?.id) && short(value?.name) ? value : null);
    for (const { id, name } of listOf(users, IgnoredUsers.#MOST, pair)) this.#users.set(id, name);
  }

  /** The nicknames in alphabetical order. */
  get names() {
    return [...this.#users.values(), ...this.#names.values()].sort();
  }

  /** @param {string} name @param {string} [id] the id of the user; a message of an archive has none */
  has(name, id = this.#known.get(fold(name))) {
    if (this.#names.has(fold(name))) return true;
    return id ? this.#users.has(id) : [...this.#users.values()].some((other) => sameName(other, name));
  }

  add(name) {
    if (this.#users.size + this.#names.size >= IgnoredUsers.#MOST) return;
    const id = this.#known.get(fold(name));
    if (id) this.#users.set(id, name);
    else this.#names.set(fold(name), name);
    this.#keep();
  }

  /** @returns whether the user was ignored */
  remove(name) {
    let known = this.#names.delete(fold(name));
    for (const [id, other] of this.#users) if (sameName(other, name)) known = this.#users.delete(id);
    if (known) this.#keep();
    return known;
  }

  /** A user has another nickname. */
  renamed(from, to, id) {
    this.note(from, id);
    if (!id && this.#names.delete(fold(from))) {
      this.#names.set(fold(to), to);
      this.#keep();
    }
    this.note(to, id);
  }

  /** A user has this nickname now. */
  note(name, id) {
    if (!id) return;
    const key = fold(name);
    this.#known.delete(key);
    this.#known.set(key, id);
    if (this.#known.size > IgnoredUsers.#MOST_KNOWN) this.#known.delete(this.#known.keys().next().value);
    if (!this.#names.delete(key) && (this.#users.get(id) ?? name) === name) return;
    this.#users.set(id, name);
    this.#keep();
  }

  /** A user had this nickname; another one may have it now. */
  noteEarlier(name, id) {
    const key = fold(name ?? '');
    if (id && !this.#known.has(key) && this.#known.size < IgnoredUsers.#MOST_KNOWN) this.#known.set(key, id);
  }

  #keep() {
    const users = [...this.#users].map(([id, name]) => ({ id, name }));
    this.#storage.write('ignored', { names: [...this.#names.values()], users });
    this.dispatchEvent(new Event('changed'));
  }
}
