import { newMessageId } from './messageId.js';

/** The user's messages of one conversation that are not confirmed: in its timeline, and pending in the storage of the tab. */
export class OutgoingMessages {
  #room;
  #entries;
  #self;
  #pendingMessages;

  /**
   * Shows the messages that were pending before the reload.
   *
   * @param {string} room the key of the conversation
   * @param {import('./timeline.js').Timeline} entries its entries
   * @param {{self: {name: string}, pendingMessages: import('./pendingMessages.js').PendingMessages}} context
   */
  constructor(room, entries, { self, pendingMessages }) {
    this.#room = room;
    this.#entries = entries;
    this.#self = self;
    this.#pendingMessages = pendingMessages;
    for (const message of pendingMessages.of(room)) this.#wait(message);
  }

  /** @returns the entry of a message that is not confirmed */
  find(reference) {
    return this.#entries.find((entry) => !entry.settled && entry.reference === reference);
  }

  /** @param {{epoch: string, seq: number, name: string, text: string} | null} replyTo the message that it replies to */
  add(text, action = false, replyTo = null) {
    const message = { reference: newMessageId(), room: this.#room, text, action, at: Date.now(), ...(replyTo && { replyTo }) };
    this.#pendingMessages.put(message);
    this.#wait(message);
  }

  /** Moves a refused message to the end, to be sent again. @returns whether there is one */
  retry(reference) {
    this.#pendingMessages.retry(reference);
    const entry = this.find(reference);
    const message = this.#pendingMessages.find(reference);
    if (!entry || !message) return false;
    this.#entries.remove(entry);
    this.#wait(message);
    return true;
  }

  /** Discards a refused message. @returns its text */
  discard(reference) {
    this.#pendingMessages.remove(reference);
    const entry = this.find(reference);
    if (!entry) return '';
    this.#entries.remove(entry);
    return entry.text;
  }

  refused(reference, reason) {
    const entry = this.find(reference);
    const message = this.#pendingMessages.find(reference);
    if (entry) this.#entries.change(entry, { state: 'refused', reason });
    else if (message) this.#wait(message);
  }

  /** Pending replies to messages of another epoch are sent without their target. */
  startEpoch(epoch) {
    for (const { reference, replyTo } of this.#pendingMessages.of(this.#room)) {
      if (!replyTo || replyTo.epoch === epoch) continue;
      this.#pendingMessages.forgetTarget(reference);
      const entry = this.find(reference);
      if (entry) this.#entries.change(entry, { replyTo: null });
    }
  }

  #wait({ reference, text, action, at, refused, replyTo = null }) {
    this.#entries.wait({
      kind: 'message',
      reference,
      from: this.#self.name,
      via: 'browser',
      text,
      action,
      replyTo,
      at,
      mine: true,
      mention: false,
      state: refused ? 'refused' : 'pending',
      reason: refused,
    });
  }
}
