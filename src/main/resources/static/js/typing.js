/** Who is writing just now; a word of it counts for 5 seconds. Tells `changed`. */
export class Typing extends EventTarget {
  static SPAN = 5_000;

  #names = new Map();
  #later;

  /** @param {(ms: number, then: () => void) => (() => void)} later a timer; calling its result stops it */
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

  /** They spoke, left, or fell silent. */
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
