import { fold } from './names.js';

/**
 * Who is here, as far as this page was told: everybody's number, and in a big room only some of the names.
 * Tells `changed`.
 *
 * @typedef {{name: string, via: string, activeAt: number}} Person activeAt: when last heard, milliseconds since 1970
 */
export class Presence extends EventTarget {
  /** Who says nothing for so long is idle. */
  static IDLE = 5 * 60_000;

  /** In a crowd no more than so many are known by name. */
  static #NAMED = 200;

  #people = new Map();
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

  /** Whether somebody has been silent for long. @param {Person} person */
  static isIdle(person, now = Date.now()) {
    return now - person.activeAt >= Presence.IDLE;
  }

  /**
   * What the server says holds, whatever was thought before.
   * @param {{count: number, first: {name: string, via: string, idle: number}[]}} people idle in seconds
   */
  snapshot({ count, first }) {
    this.#people = new Map(first.map((person) => [fold(person.name), seen(person)]));
    this.#count = count;
    this.#changed();
  }

  joined(person) {
    if (!this.has(person.name)) this.#count++;
    this.#people.set(fold(person.name), seen(person));
    this.#changed();
  }

  /** Somebody said something. */
  spoke(name) {
    const person = this.#people.get(fold(name));
    if (!person) return;
    const wasIdle = Presence.isIdle(person);
    person.activeAt = Date.now();
    if (wasIdle) this.#changed();
  }

  left(name) {
    this.#people.delete(fold(name));
    this.#count = Math.max(0, this.#count - 1);
    this.#changed();
  }

  renamed(from, to) {
    const person = this.#people.get(fold(from));
    this.#people.delete(fold(from));
    this.#people.set(fold(to), { ...seen({ via: '' }), ...person, name: to });
    this.#changed();
  }

  /** Many came and went at once: the new number and some names. */
  gathered({ people, joined = [], left = [] }) {
    for (const gone of left) this.#people.delete(fold(gone));
    for (const person of joined) {
      if (this.#people.size < Presence.#NAMED) this.#people.set(fold(person.name), seen(person));
    }
    this.#count = people;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('changed'));
  }
}

function seen({ name, via, idle = 0 }) {
  return { name, via, activeAt: Date.now() - idle * 1_000 };
}
