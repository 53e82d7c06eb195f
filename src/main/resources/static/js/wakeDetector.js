/** Notices that the machine woke, the network came or the tab is looked at again, and has the connection tried at once. */
export class WakeDetector {
  static #TICK = 2_000;
  static #SLEPT = 12_000;
  static #QUIET = 12_000;
  static #GRACE = 300;
  static #FRESH = 2_000;

  #connection;
  #tickedAt = Date.now();
  #wokeAt = 0;

  /** @param {import('./connection.js').Connection} connection */
  constructor(connection) {
    this.#connection = connection;
    window.addEventListener('online', () => this.#woke());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.#woke();
    });
    document.addEventListener('resume', () => this.#woke());
    window.addEventListener('pageshow', (event) => {
      if (event.persisted) this.#woke();
    });
    connection.addEventListener('state', ({ detail: { state } }) => {
      if (state === 'waiting') queueMicrotask(() => this.#waits());
    });
    setInterval(() => this.#tick(), WakeDetector.#TICK);
  }

  /** That the connection ended meanwhile is told after waking: then nobody needs to wait for the first attempt. */
  #waits() {
    if (Date.now() - this.#wokeAt > WakeDetector.#FRESH) return;
    this.#wokeAt = 0;
    this.#connection.tryNow();
  }

  /** A clock that jumped has slept, or its tab was hidden, which costs no more than a look. */
  #tick() {
    const now = Date.now();
    if (now - this.#tickedAt > WakeDetector.#SLEPT) this.#woke();
    this.#tickedAt = now;
  }

  /** A connection that lives has the server's beats waiting; one that stays quiet is replaced, which loses nothing. */
  #woke() {
    this.#wokeAt = Date.now();
    if (this.#connection.state === 'waiting') this.#connection.tryNow();
    else if (this.#connection.silence > WakeDetector.#QUIET) setTimeout(() => this.#connection.doubt(WakeDetector.#QUIET), WakeDetector.#GRACE);
  }
}
