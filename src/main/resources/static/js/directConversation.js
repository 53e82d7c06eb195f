import { Timeline } from './timeline.js';
import { sameName } from './names.js';
import { newMessageId } from './messageId.js';
import { Unread } from './unread.js';

/**
 * A conversation with one other user. It is live only and not stored. Fires `outgoing` {reference, text}, `said`
 * {entry, live}.
 */
export class DirectConversation extends EventTarget {
  kind = 'direct';
  topic = '';
  presence = null;
  typing = null;
  detached = false;
  atBeginning = true;
  following = true;
  entries = new Timeline();
  unread;

  #name;
  #self;

  /**
   * @param {string} name the nickname of the other user
   * @param {{self: {name: string}, storage: object}} context
   */
  constructor(name, { self, storage }) {
    super();
    this.#name = name;
    this.#self = self;
    this.unread = new Unread(storage, `@${name}`);
  }

  get name() {
    return this.#name;
  }

  publish(text) {
    this.unread.dismiss();
    this.#send(text);
  }

  retry(reference) {
    this.#send(this.discard(reference));
  }

  discard(reference) {
    const entry = this.#waiting(reference);
    if (!entry) return '';
    this.entries.remove(entry);
    return entry.text;
  }

  write() {}

  async older() {
    return false;
  }

  async newer() {}

  async newest() {}

  /** Adds a direct message, which the server sends to both users; the own copy acknowledges it. */
  receive({ from, text, at }) {
    const mine = sameName(from, this.#self.name);
    const facts = { kind: 'message', from, via: 'browser', text, at: Date.parse(at), mine, mention: false, state: 'stored' };
    const waiting = mine ? this.entries.find((entry) => !entry.settled && entry.text === text && entry.state !== 'refused') : null;
    if (waiting) this.entries.confirm(waiting, facts);
    const entry = waiting ?? this.entries.settle(facts);
    if (!mine) this.unread.arrived(`direct:${entry.id}`, true);
    this.entries.trimOldest();
    this.dispatchEvent(new CustomEvent('said', { detail: { entry, live: true } }));
  }

  stored(reference) {
    const entry = this.#waiting(reference);
    if (entry) this.entries.change(entry, { state: 'stored' });
  }

  refused(reference, reason) {
    const entry = this.#waiting(reference);
    if (entry) this.entries.change(entry, { state: 'refused', reason });
  }

  /** Marks unacknowledged messages after a loss: they may or may not have arrived. */
  lost(reason) {
    for (const entry of [...this.entries]) {
      if (!entry.settled && entry.state === 'pending') this.entries.change(entry, { state: 'refused', reason });
    }
  }

  note(entry) {
    this.entries.settle({ at: Date.now(), ...entry });
    this.entries.trimOldest();
  }

  #send(text) {
    const reference = newMessageId();
    this.entries.wait({
      kind: 'message',
      reference,
      from: this.#self.name,
      via: 'browser',
      text,
      at: Date.now(),
      mine: true,
      mention: false,
      state: 'pending',
    });
    this.dispatchEvent(new CustomEvent('outgoing', { detail: { reference, text } }));
  }

  #waiting(reference) {
    return this.entries.find((entry) => !entry.settled && entry.reference === reference);
  }
}
