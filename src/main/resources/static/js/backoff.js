/**
 * The time before the next attempt to connect: from 0.5 s doubling to 30 s, with jitter, so that clients do not
 * reconnect all at once.
 */
export class Backoff {
  static #FIRST = 500;
  static #LAST = 30_000;

  #next = Backoff.#FIRST;
  #random;

  /** @param {() => number} random from 0 to 1 */
  constructor(random = Math.random) {
    this.#random = random;
  }

  /** @returns milliseconds */
  next() {
    const wait = this.#next * (0.75 + this.#random() / 2);
    this.#next = Math.min(this.#next * 2, Backoff.#LAST);
    return Math.round(Math.min(wait, Backoff.#LAST));
  }

  /** A server that announces a restart gets at least this time. */
  slow(ms) {
    this.#next = Math.min(Math.max(this.#next, ms), Backoff.#LAST);
  }

  reset() {
    this.#next = Backoff.#FIRST;
  }
}
