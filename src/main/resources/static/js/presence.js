import { fold } from './names.js';

/**
 * The users of a room as far as the page knows them: their number, and in a large room only some nicknames.
 * Fires `changed`.
 *
 * @typedef {{name: string, userId: string | undefined, via: string, activeAt: number, away: string}} Person activeAt: the time of
 *   the last message, milliseconds since 1970; away: the text of an absence, empty without one
 */
export class Presence extends EventTarget {
  /** The time without a message after which a user is idle, in milliseconds. */
  static IDLE = 5 * 60_000;

  /** The number of nicknames that are known in a large room. */
  static #NAMED = 200;

  /** The most nicknames that are remembered of users who have left. */
  static #REMEMBERED = 1_000;

  #people = new Map();
  #former = new Set();
  #count = 0;

  get count() {
    return Math.max(this.#count, this.#people.size);
  }

  /** @returns {Person[]} in no order */
  get people() {
    return [...this.#people.values()];
  }

  has(name) {
    return this.#people.has(fold(name));
  }

  /** Returns a user by the nickname. @returns {Person | undefined} */
  of(name) {
    return this.#people.get(fold(name));
  }

  /** Returns whether a user with a nickname is or was in the room, as far as the page knows. */
  knows(name) {
    return this.has(name) || this.#former.has(fold(name));
  }

  /** Returns whether a user is idle. @param {Person} person */
  static isIdle(person, now = Date.now()) {
    return now - person.activeAt >= Presence.IDLE;
  }

  /**
   * Replaces the state by that of the server.
   *
   * @param {{count: number, first: {name: string, via: string, idle: number}[]}} people idle in seconds
   */
  snapshot({ count, first }) {
    for (const key of this.#people.keys()) this.#remember(key);
    this.#people = new Map(first.map((person) => [fold(person.name), seen(person)]));
    this.#count = count;
    this.#changed();
  }

  joined(person) {
    if (!this.has(person.name)) this.#count++;
    this.#people.set(fold(person.name), seen(person));
    this.#changed();
  }

  /** Records a message of a user. */
  spoke(name) {
    const person = this.#people.get(fold(name));
    if (!person) return;
    const wasIdle = Presence.isIdle(person);
    person.activeAt = Date.now();
    if (wasIdle) this.#changed();
  }

  left(name) {
    this.#people.delete(fold(name));
    this.#remember(fold(name));
    this.#count = Math.max(0, this.#count - 1);
    this.#changed();
  }

  renamed(from, to) {
    const person = this.#people.get(fold(from));
    this.#people.delete(fold(from));
    this.#remember(fold(from));
    this.#people.set(fold(to), { ...seen({ via: '' }), ...person, name: to });
    this.#changed();
  }

  /** Records that a user is absent, with a text, or present again, without one. */
  away(name, text) {
    const person = this.of(name);
    if (!person) return;
    person.away = text;
    this.#changed();
  }

  /** Applies many joins and leaves: the new number and some nicknames. */
  gathered({ people, joined = [], left = [] }) {
    for (const gone of left) {
      this.#people.delete(fold(gone));
      this.#remember(fold(gone));
    }
    for (const person of joined) {
      if (this.#people.size < Presence.#NAMED) this.#people.set(fold(person.name), seen(person));
    }
    this.#count = people;
    this.#changed();
  }

  #remember(key) {
    this.#former.delete(key);
    this.#former.add(key);
    if (this.#former.size > Presence.#REMEMBERED) this.#former.delete(this.#former.values().next().value);
  }

  #changed() {
    this.dispatchEvent(new Event('changed'));
  }
}

function seen({ name, userId, via, idle = 0, away = '' }) {
  return { name, userId, via, activeAt: Date.now() - idle * 1_000, away };
}
