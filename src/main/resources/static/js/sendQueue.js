/**
 * Sends pending messages, one per room at a time, so that their order survives refusals and losses. Fires `stored`
 * {letter, position}, `refused` {letter, refusal}, `unanswered` (the connection is not reliable any more).
 */
export class SendQueue extends EventTarget {
  /** Refusals that are temporary. */
  static #LATER = new Set(['slow-down', 'busy', 'shutting-down']);

  /** The server answers within 5 s. */
  static PATIENCE = 10_000;

  #pendingMessages;
  #send;
  #later;
  #rooms = new Map();

  /**
   * @param {import('./pendingMessages.js').PendingMessages} pendingMessages
   * @param {(letter: import('./pendingMessages.js').Letter) => void} send sends a message
   * @param {(ms: number, then: () => void) => (() => void)} later a timer; calling its result cancels it
   */
  constructor(pendingMessages, send, later) {
    super();
    this.#pendingMessages = pendingMessages;
    this.#send = send;
    this.#later = later;
  }

  /** The room is joined: its messages can be sent. */
  open(room) {
    this.close(room);
    this.#rooms.set(room, { flying: null, stop: () => {} });
    this.nudge(room);
  }

  close(room) {
    this.#rooms.get(room)?.stop();
    this.#rooms.delete(room);
  }

  /** The connection is lost: a message in flight waits for the next one, with its reference. */
  closeAll() {
    for (const room of [...this.#rooms.keys()]) this.close(room);
  }

  /** Sends the next messages, if there are any. */
  nudge(room) {
    const state = this.#rooms.get(room);
    if (!state || state.flying) return;
    const letter = this.#pendingMessages.next(room);
    if (!letter) return;
    state.flying = letter.reference;
    state.stop = this.#later(SendQueue.PATIENCE, () => this.dispatchEvent(new Event('unanswered')));
    this.#send(letter);
  }

  /** The server acknowledged a message. */
  receipt(reference, position) {
    const letter = this.#pendingMessages.find(reference);
    this.#pendingMessages.remove(reference);
    if (letter) this.#tell('stored', { letter, position });
    this.#landed(reference);
  }

  /** The event of the message arrived, which acknowledges it as a receipt does. */
  onConfirmed(reference) {
    this.#pendingMessages.remove(reference);
    this.#landed(reference);
  }

  /** The server refused a message. After a temporary refusal it is sent again with the same reference. */
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
