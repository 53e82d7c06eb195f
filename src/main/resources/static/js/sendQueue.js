/**
 * Carries letters from the outbox, one of a room at a time, so that their order holds whatever is refused or lost on the
 * way. Tells `stored` {letter, position}, `refused` {letter, refusal}, `unanswered` (the connection is to be doubted).
 */
export class SendQueue extends EventTarget {
  /** Refusals that only mean: not just now. */
  static #LATER = new Set(['slow-down', 'busy', 'shutting-down']);

  /** The server promises an answer within 5 s. */
  static PATIENCE = 10_000;

  #pendingMessages;
  #send;
  #later;
  #rooms = new Map();

  /**
   * @param {import('./pendingMessages.js').PendingMessages} pendingMessages
   * @param {(letter: import('./pendingMessages.js').Letter) => void} send puts a letter on the wire
   * @param {(ms: number, then: () => void) => (() => void)} later a timer; calling its result stops it
   */
  constructor(pendingMessages, send, later) {
    super();
    this.#pendingMessages = pendingMessages;
    this.#send = send;
    this.#later = later;
  }

  /** The room was entered: what waits for it may go. */
  open(room) {
    this.close(room);
    this.#rooms.set(room, { flying: null, stop: () => {} });
    this.nudge(room);
  }

  close(room) {
    this.#rooms.get(room)?.stop();
    this.#rooms.delete(room);
  }

  /** The connection is lost: what was under way waits for the next one, with its reference. */
  closeAll() {
    for (const room of [...this.#rooms.keys()]) this.close(room);
  }

  /** There may be something to send. */
  nudge(room) {
    const state = this.#rooms.get(room);
    if (!state || state.flying) return;
    const letter = this.#pendingMessages.next(room);
    if (!letter) return;
    state.flying = letter.reference;
    state.stop = this.#later(SendQueue.PATIENCE, () => this.dispatchEvent(new Event('unanswered')));
    this.#send(letter);
  }

  /** The server stored it. */
  receipt(reference, position) {
    const letter = this.#pendingMessages.find(reference);
    this.#pendingMessages.remove(reference);
    if (letter) this.#tell('stored', { letter, position });
    this.#landed(reference);
  }

  /** The letter was heard in its room, which says as much as a receipt. */
  onConfirmed(reference) {
    this.#pendingMessages.remove(reference);
    this.#landed(reference);
  }

  /** The server did not take it. Asked to wait we do, and send again, same reference, same order. */
  refusal(refusal) {
    const letter = this.#pendingMessages.find(refusal.reference);
    if (!letter) return;
    if (SendQueue.#LATER.has(refusal.code)) {
      const state = this.#rooms.get(letter.room);
      if (state?.flying !== letter.reference) return;
      state.stop();
      state.stop = this.#later(Math.max(refusal.retryAfterMs ?? 1_000, 100), () => {
        state.flying = null;
        this.nudge(letter.room);
      });
      return;
    }
    this.#pendingMessages.refuse(letter.reference, refusal.sentence);
    this.#tell('refused', { letter, refusal });
    this.#landed(letter.reference);
  }

  #landed(reference) {
    for (const [room, state] of this.#rooms) {
      if (state.flying !== reference) continue;
      state.stop();
      state.flying = null;
      this.nudge(room);
    }
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
