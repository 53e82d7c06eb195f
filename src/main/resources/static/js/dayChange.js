/**
 * Detects that the local day has changed: at midnight, and when the tab wakes up after it. Fires `changed`.
 */
export class DayChange extends EventTarget {
  #now;
  #later;
  #day;
  #stop = () => {};

  /** @param {{now: () => number, later: (ms: number, then: () => void) => (() => void)}} clock later: a timer; calling its result cancels it */
  constructor({ now, later }) {
    super();
    this.#now = now;
    this.#later = later;
    this.#day = this.#today();
    this.#arm();
  }

  /** Compares the day; timers stand still while a machine sleeps. */
  check() {
    this.#arm();
    const today = this.#today();
    if (today === this.#day) return;
    this.#day = today;
    this.dispatchEvent(new Event('changed'));
  }

  #today() {
    return new Date(this.#now()).toDateString();
  }

  #arm() {
    this.#stop();
    const now = this.#now();
    const midnight = new Date(now);
    midnight.setHours(24, 0, 0, 0);
    this.#stop = this.#later(midnight.getTime() - now, () => this.check());
  }
}
