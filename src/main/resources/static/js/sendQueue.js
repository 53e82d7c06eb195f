/**
 * Sends pending messages, one per room or user at a time, so that their order survives refusals and losses. Fires `stored`
 * {message, position}, `refused` {message, refusal}, `unanswered` (the connection is not reliable any more).
 */
export class SendQueue extends EventTarget {
  /** Refusals that are temporary. */
  static #TEMPORARY = new Set(['slow-down', 'busy', 'shutting-down']);

  /** Twice the time within which the server answers. */
  static RECEIPT_TIMEOUT = 10_000;

  #pendingMessages;
  #send;
  #later;
  #rooms = new Map();

  /**
   * @param {import('./pendingMessages.js').PendingMessages} pendingMessages
   * @param {(message: import('./pendingMessages.js').PendingMessage) => void} send sends a message
   * @param {(ms: number, then: () => void) => (() => void)} later a timer; calling its result cancels it
   */
  constructor(pendingMessages, send, later) {
    super();
    this.#pendingMessages = pendingMessages;
    this.#send = send;
    this.#later = later;
  }

  /** Starts to send the messages of a joined room or to a user. */
  open(room) {
    this.close(room);
    this.#rooms.set(room, { inFlight: null, stop: () => {} });
    this.sendNext(room);
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
  sendNext(room) {
    const state = this.#rooms.get(room);
    if (!state || state.inFlight) return;
    const message = this.#pendingMessages.next(room);
    if (!message) return;
    state.inFlight = message.reference;
    state.stop = this.#later(SendQueue.RECEIPT_TIMEOUT, () => this.dispatchEvent(new Event('unanswered')));
    this.#send(message);
  }

  /** The server acknowledged a message. */
  receipt(reference, position) {
    const message = this.#pendingMessages.find(reference);
    this.#pendingMessages.remove(reference);
    if (message) this.#emit('stored', { message, position });
    this.#onAnswered(reference);
  }

  /** The event of the message arrived, which acknowledges it as a receipt does. */
  onConfirmed(reference) {
    this.#pendingMessages.remove(reference);
    this.#onAnswered(reference);
  }

  /** The server refused a message. After a temporary refusal it is sent again with the same reference. */
  refusal(refusal) {
    const message = this.#pendingMessages.find(refusal.reference);
    if (!message) return;
    if (SendQueue.#TEMPORARY.has(refusal.code)) {
      const state = this.#rooms.get(message.room);
      if (state?.inFlight !== message.reference) return;
      state.stop();
      state.stop = this.#later(Math.max(refusal.retryAfterMs ?? 1_000, 100), () => {
        state.inFlight = null;
        this.sendNext(message.room);
      });
      return;
    }
    this.#pendingMessages.refuse(message.reference, refusal.sentence);
    this.#emit('refused', { message, refusal });
    this.#onAnswered(message.reference);
  }

  #onAnswered(reference) {
    for (const [room, state] of this.#rooms) {
      if (state.inFlight !== reference) continue;
      state.stop();
      state.inFlight = null;
      this.sendNext(room);
    }
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
