import { fold } from './names.js';

/**
 * Who is here, as far as this page was told: everybody's number, and in a big room only some of the names.
 * Tells `changed`.
 *
 * @typedef {{name: string, via: string, idle: boolean}} Person
 */
export class Presence extends EventTarget {
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

  /** What the server says holds, whatever was thought before. @param {{count: number, first: Person[]}} people */
  snapshot({ count, first }) {
    this.#people = new Map(first.map((person) => [fold(person.name), person]));
    this.#count = count;
    this.#changed();
  }

  joined(person) {
    if (!this.has(person.name)) this.#count++;
    this.#people.set(fold(person.name), { idle: false, ...person });
    this.#changed();
  }

  left(name) {
    this.#people.delete(fold(name));
    this.#count = Math.max(0, this.#count - 1);
    this.#changed();
  }

  renamed(from, to) {
    const person = this.#people.get(fold(from));
    this.#people.delete(fold(from));
    this.#people.set(fold(to), { via: '', idle: false, ...person, name: to });
    this.#changed();
  }

  /** Many came and went at once: the new number and some names. */
  gathered({ people, joined = [], left = [] }) {
    for (const gone of left) this.#people.delete(fold(gone.name ?? gone));
    for (const come of joined) {
      const person = typeof come === 'string' ? { name: come, via: '' } : come;
      if (this.#people.size < 200) this.#people.set(fold(person.name), { idle: false, ...person });
    }
    this.#count = people;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('changed'));
  }
}
