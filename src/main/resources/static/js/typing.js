/** The users who are typing; an event counts for 5 seconds. Fires `changed`. */
export class Typing extends EventTarget {
  static SPAN = 5_000;

  #names = new Map();
  #later;

  /** @param {(ms: number, then: () => void) => (() => void)} later a timer; calling its result cancels it */
  constructor(later) {
    super();
    this.#later = later;
  }

  get names() {
    return [...this.#names.keys()];
  }

  receive(name) {
    this.#names.get(name)?.();
    this.#names.set(name, this.#later(Typing.SPAN, () => this.done(name)));
    this.#changed();
  }

  /** The user sent a message, left, or stopped. */
  done(name) {
    const stop = this.#names.get(name);
    if (!stop) return;
    stop();
    this.#names.delete(name);
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('changed'));
  }
}
