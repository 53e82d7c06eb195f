import { mentions } from './mentions.js';
import { newMessageId } from './messageId.js';
import { changeOf, confirmationOf } from './messageState.js';

/**
 * The changes of the messages of one room: those that the server sends, and those of the user that are not confirmed. The
 * latter are pending in the storage of the tab like messages, and are a part of the entry of their message.
 *
 * @typedef {object} PendingChange
 * @property {string} reference
 * @property {'edit' | 'delete' | 'react'} kind
 * @property {string} text the new text of an edit
 * @property {string} emoji
 * @property {boolean} remove whether the reaction is removed
 * @property {string | null} refused why the server did not take it
 */
export class MessageChanges {
  #room;
  #entries;
  #self;
  #pendingMessages;

  /**
   * @param {string} room the name of the room
   * @param {import('./timeline.js').Timeline} entries its entries
   * @param {{self: {name: string}, pendingMessages: import('./pendingMessages.js').PendingMessages}} context
   */
  constructor(room, entries, { self, pendingMessages }) {
    this.#room = room;
    this.#entries = entries;
    this.#self = self;
    this.#pendingMessages = pendingMessages;
  }

  /** Applies an event to the loaded entries. The change of the user that it confirms is not pending any more. */
  apply(event) {
    const own = event.reference && this.#find(event.reference);
    this.#pendingMessages.remove(event.reference);
    for (const entry of [...this.#entries]) {
      const facts = this.after(entry, event);
      const changes = own?.epoch === event.epoch && own.target === entry.seq ? this.of(entry) : undefined;
      if (facts || changes) this.#entries.change(entry, { ...facts, ...(changes && { changes }) });
    }
  }

  /** Returns the fields of an entry that an event changes; null if there are none. */
  after(entry, event) {
    const facts = changeOf(entry, event, this.#self.name);
    if (facts?.text === undefined) return facts;
    return { ...facts, mention: !entry.mine && mentions(facts.text, this.#self.name, entry.toAll) };
  }

  /** Returns the changes of a message that are not confirmed, in order. @returns {PendingChange[]} */
  of({ epoch, seq }) {
    return this.#pendingMessages
      .changesOf(this.#room)
      .filter(({ change }) => change.epoch === epoch && change.target === seq)
      .map(({ reference, text, refused, change: { kind, emoji, remove } }) => ({ reference, kind, text, emoji, remove, refused }));
  }

  edit(entry, text) {
    for (const { kind, reference, refused } of this.of(entry)) if (kind === 'edit' && refused !== null) this.#pendingMessages.remove(reference);
    if (text !== entry.text || this.of(entry).some(({ kind }) => kind === 'edit')) this.#add(entry, { kind: 'edit' }, text);
    else this.#update(entry);
  }

  delete(entry) {
    this.#add(entry, { kind: 'delete' });
  }

  react(entry, emoji, remove) {
    this.#add(entry, { kind: 'react', emoji, remove });
  }

  /** Sends a refused change again. @returns whether there is one */
  retry(reference) {
    const found = this.#find(reference);
    if (!found) return false;
    this.#pendingMessages.retry(reference);
    this.#updateTarget(found);
    return true;
  }

  /** Discards a refused change. @returns whether there is one */
  discard(reference) {
    const found = this.#find(reference);
    this.#pendingMessages.remove(reference);
    if (found) this.#updateTarget(found);
    return found !== undefined;
  }

  /**
   * The server stored a change, which the send queue has removed from the pending ones.
   *
   * @param {object} message the pending change
   * @param {import('./position.js').Position | null} position null if the user had, or did not have, this reaction before
   * @param {boolean} arrived whether the event with this position has arrived
   */
  stored(message, position, arrived) {
    const entry = this.#target(message.change);
    if (!entry) return;
    const effect = arrived ? null : this.after(entry, confirmationOf(message, entry, position !== null, this.#self.name));
    this.#entries.change(entry, { ...effect, changes: this.of(entry) });
  }

  /** The server refused a change. @returns whether its message is loaded, which then has the reason */
  refused({ change }) {
    return this.#updateTarget(change);
  }

  /** Removes the changes for another epoch, in which their numbers mean other messages. @returns the removed edits */
  startEpoch(epoch) {
    const others = this.#pendingMessages.changesOf(this.#room).filter(({ change }) => change.epoch !== epoch);
    for (const { reference } of others) this.#pendingMessages.remove(reference);
    return others.filter(({ change }) => change.kind === 'edit');
  }

  #add({ epoch, seq }, change, text = '') {
    const message = { reference: newMessageId(), room: this.#room, text, action: false, at: Date.now() };
    this.#pendingMessages.put({ ...message, change: { emoji: '', remove: false, ...change, epoch, target: seq } });
    this.#updateTarget({ epoch, target: seq });
  }

  #find(reference) {
    return this.#pendingMessages.find(reference)?.change;
  }

  #target({ epoch, target }) {
    return this.#entries.find((entry) => entry.seq === target && entry.epoch === epoch);
  }

  #updateTarget(change) {
    const entry = this.#target(change);
    if (entry) this.#update(entry);
    return entry !== undefined;
  }

  #update(entry) {
    this.#entries.change(entry, { changes: this.of(entry) });
  }
}
