import { OutgoingMessages } from './outgoingMessages.js';
import { Position } from './position.js';
import { Timeline } from './timeline.js';
import { Unread } from './unread.js';

/**
 * A conversation with one other user. The server keeps its messages for a day. Fires `outgoing`, `said` {entry, live}.
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
  #outgoing;
  #firstUnread = null;

  /**
   * @param {string} name the nickname of the other user
   * @param {{self: {name: string}, pendingMessages: import('./pendingMessages.js').PendingMessages, storage: object}} context
   */
  constructor(name, context) {
    super();
    this.#name = name;
    this.unread = new Unread(context.storage, this.key, context.levels);
    this.#outgoing = new OutgoingMessages(this.key, this.entries, context);
  }

  get name() {
    return this.#name;
  }

  /** The key among all conversations; no room has this name. */
  get key() {
    return `@${this.#name}`;
  }

  publish(text) {
    this.unread.dismiss();
    this.#outgoing.add(text);
    this.dispatchEvent(new Event('outgoing'));
  }

  retry(reference) {
    if (this.#outgoing.retry(reference)) this.dispatchEvent(new Event('outgoing'));
  }

  /** Discards a refused message. @returns its text */
  discard(reference) {
    return this.#outgoing.discard(reference);
  }

  write() {}

  /** A direct message is no reply. */
  replyTarget = null;

  reply() {}

  async older() {
    return false;
  }

  async newer() {}

  async newest() {}

  /** All messages that the server keeps follow: those that were unread are counted again. */
  entering() {
    this.#firstUnread = Position.parse(this.unread.recount());
  }

  /** Removes all messages but the pending ones, because the server replaced its own. */
  clear() {
    for (const entry of [...this.entries]) if (!entry.settled && entry.state === 'stored') this.entries.remove(entry);
    this.entries.clear();
  }

  /**
   * Adds a message of the other user, or the copy of an own one.
   *
   * @param {{from: string, text: string, at: string}} message
   * @param {Position} position
   * @param {{mine: boolean, fresh: boolean}} facts fresh: it has not arrived in this tab before
   * @returns whether it was pending here
   */
  receive({ from, text, at }, position, { mine, fresh }) {
    const place = position.toString();
    const facts = { kind: 'message', place, from, via: 'browser', text, at: Date.parse(at), mine, mention: false, state: 'stored' };
    const waiting = mine ? this.#sent(place, text) : undefined;
    if (waiting) this.entries.confirm(waiting, facts);
    const entry = waiting ?? this.entries.settle(facts, fresh);
    const unread = fresh || (this.#firstUnread !== null && !this.#firstUnread.isAfter(position));
    if (!mine && unread) this.unread.arrived(place, true);
    this.entries.trimOldest();
    this.dispatchEvent(new CustomEvent('said', { detail: { entry, live: fresh } }));
    return waiting !== undefined;
  }

  /** An own message is stored; its copy follows, unless that has arrived. */
  stored({ reference }, position) {
    const entry = this.#outgoing.find(reference);
    if (!entry) return;
    const place = position?.toString();
    if (place && this.entries.find((other) => other.settled && other.place === place)) this.entries.remove(entry);
    else this.entries.change(entry, { state: 'stored', place });
  }

  refused({ reference }, reason) {
    this.#outgoing.refused(reference, reason);
  }

  note(entry) {
    if (entry.lines?.length === 0) return; // as in a room
    this.entries.settle({ at: Date.now(), ...entry });
    this.entries.trimOldest();
  }

  /** A copy has no reference: it belongs to the message with its receipt, or to the first one with its text. */
  #sent(place, text) {
    const find = (test) => this.entries.find((entry) => !entry.settled && test(entry));
    return find((entry) => entry.place === place) ?? find((entry) => entry.state === 'pending' && entry.text === text);
  }
}
