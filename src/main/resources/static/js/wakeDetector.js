/**
 * Detects that the machine woke up, the network returned or the tab became visible, and triggers a reconnect at once and a
 * check of the day.
 * Suspends the connection of a page that is closed, reloaded or put into the browser's cache.
 */
export class WakeDetector {
  static #TICK = 2_000;
  static #SLEPT = 12_000;
  static #QUIET = 12_000;
  static #PROBE_TIMEOUT = 400;
  static #FRESH = 2_000;

  #connection;
  #dayChange;
  #tickedAt = Date.now();
  #wokeAt = 0;

  /** @param {import('./connection.js').Connection} connection @param {import('./dayChange.js').DayChange} dayChange */
  constructor(connection, dayChange) {
    this.#connection = connection;
    this.#dayChange = dayChange;
    window.addEventListener('online', () => this.#woke());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#woke();
    });
    document.addEventListener('resume', () => this.#woke());
    window.addEventListener('pagehide', () => {
      this.#wokeAt = 0;
      connection.suspend();
    });
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) this.#woke();
    });
    connection.addEventListener('state', ({ detail: { state } }) => {
      if (state === 'waiting') queueMicrotask(() => this.#waits());
    });
    setInterval(() => this.#tick(), WakeDetector.#TICK);
  }

  /** The loss of the connection is reported after waking, so the first attempt needs no delay. */
  #waits() {
    if (Date.now() - this.#wokeAt > WakeDetector.#FRESH) return;
    this.#wokeAt = 0;
    this.#connection.tryNow();
  }

  /** A jump of the clock means sleep or a hidden tab; the check is cheap. */
  #tick() {
    const now = Date.now();
    if (now - this.#tickedAt > WakeDetector.#SLEPT) this.#woke();
    this.#tickedAt = now;
  }

  /** A connection that received no heart-beat for a while is probed, and replaced if silent, which loses nothing. */
  #woke() {
    this.#wokeAt = Date.now();
    this.#dayChange.check();
    if (this.#connection.state === 'waiting') this.#connection.tryNow();
    else if (this.#connection.silence > WakeDetector.#QUIET) this.#connection.probe(WakeDetector.#PROBE_TIMEOUT);
  }
}
