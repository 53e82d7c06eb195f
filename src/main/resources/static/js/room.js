import { Timeline } from './timeline.js';
import { sameName } from './names.js';
import { settingsNotice } from './settingsNotice.js';
import { Position } from './position.js';
import { Presence } from './presence.js';
import { foldPresence } from './presenceEntry.js';
import { HistoryWindow } from './historyWindow.js';
import { MessageChanges } from './messageChanges.js';
import { CHANGES, entryOf, replyTo } from './messageState.js';
import { OutgoingMessages } from './outgoingMessages.js';
import { Typing } from './typing.js';
import { Unread } from './unread.js';

/**
 * The state of one room on this page: messages in order, each once, pending messages, and users. Fires `outgoing`,
 * `typing-sent`, `topic`, `settings`, `said` {entry, live}, `renamed` {from, to}, `caught-up` {missed}, `window` (the loaded part
 * of the history has changed), `replying` (the next message is a reply to another one, or not any more).
 */
export class Room extends EventTarget {
  kind = 'room';
  entries = new Timeline();
  presence = new Presence();
  unread;
  typing;
  /** Set by the view: new messages remove the oldest rows, or wait outside. */
  following = true;

  /** The settings of a room in which all users write at any time. */
  static #OPEN = { locked: false, slow: 0 };

  #name;
  #self;
  #ignored;
  #pendingMessages;
  #outgoing;
  #changes;
  #loaded;
  #topic = '';
  #settings = Room.#OPEN;
  #entering = false;
  #position = null;
  #replayUntil = 0;
  #missed = null;
  #replyTarget = null;

  /**
   * @param {string} name
   * @param {{self: {name: string}, pendingMessages: import('./pendingMessages.js').PendingMessages, history: {page: Function}, storage: object, later: Function, ignored: import('./ignoredUsers.js').IgnoredUsers, levels: import('./notificationLevels.js').NotificationLevels}} context
   */
  constructor(name, { self, pendingMessages, history, storage, later, ignored, levels }) {
    super();
    this.#name = name;
    this.#self = self;
    this.#ignored = ignored;
    this.#pendingMessages = pendingMessages;
    this.unread = new Unread(storage, name, levels);
    this.typing = new Typing(later);
    this.#outgoing = new OutgoingMessages(name, this.entries, { self, pendingMessages });
    this.#changes = new MessageChanges(name, this.entries, { self, pendingMessages });
    this.#loaded = new HistoryWindow(name, this.entries, history, {
      position: () => this.#position,
      entry: (message) => this.#entry(message),
      after: (entry, event) => this.#changes.after(entry, event),
      changed: () => this.#emit('window'),
    });
  }

  get name() {
    return this.#name;
  }

  /** The key among all conversations. */
  get key() {
    return this.#name;
  }

  get topic() {
    return this.#topic;
  }

  /** @returns {{locked: boolean, slow: number}} slow: the seconds between two messages of a user, 0 for none */
  get settings() {
    return this.#settings;
  }

  /** The position to resume from; null before the first welcome. */
  get position() {
    return this.#position;
  }

  /** Whether the latest messages are not loaded. */
  get detached() {
    return this.#loaded.detached;
  }

  /** Whether the first message of the room is loaded. */
  get atBeginning() {
    return this.#loaded.atBeginning;
  }

  /** The message to which the next one replies, if there is one. */
  get replyTarget() {
    return this.#replyTarget;
  }

  // Actions of the user

  /** Publishes a message: it is shown at once and sent as soon as possible. */
  publish(text, action = false) {
    this.unread.dismiss();
    const target = this.#replyTarget;
    this.#outgoing.add(text, action, target && { epoch: target.epoch, ...replyTo(target) });
    this.reply(null);
    if (this.detached) void this.newest();
    this.#emit('outgoing');
  }

  /** Lets the next message be a reply to a stored message, or not be one. @param {object | null} entry */
  reply(entry) {
    if (this.#replyTarget === entry) return;
    this.#replyTarget = entry;
    this.#emit('replying');
  }

  /** Replaces the text of an own message. */
  edit(entry, text) {
    this.#changes.edit(entry, text);
    this.#emit('outgoing');
  }

  delete(entry) {
    this.#changes.delete(entry);
    this.#emit('outgoing');
  }

  /** Adds an emoji of the user to a message, or removes it. */
  react(entry, emoji, remove) {
    this.#changes.react(entry, emoji, remove);
    this.#emit('outgoing');
  }

  /** Sends a refused message or a refused change again. */
  retry(reference) {
    if (this.#changes.retry(reference) || this.#outgoing.retry(reference)) this.#emit('outgoing');
  }

  /** Discards a refused message or a refused change. @returns the text of the message */
  discard(reference) {
    return this.#changes.discard(reference) ? '' : this.#outgoing.discard(reference);
  }

  /** Publishes that the user is typing. */
  write() {
    this.#emit('typing-sent');
  }

  /** Loads the page before the loaded part. @returns whether there was one; rejects if it cannot be loaded */
  older() {
    return this.#loaded.older();
  }

  /** Loads the page after the loaded part. */
  newer() {
    return this.#loaded.newer();
  }

  /** Loads the latest part again. */
  newest() {
    return this.#loaded.newest();
  }

  /** Loads the part around a message. @returns {Promise<object | undefined>} its entry; undefined if it is not stored */
  around(position) {
    return this.#loaded.around(position);
  }

  // Input of the server

  /** The room is being joined: the next welcome starts a stream, others only update the users. */
  entering() {
    this.#entering = true;
  }

  /** @param {{type: string}} event one event of the room's topic */
  receive(event) {
    if (CHANGES.has(event.type)) return this.#onChange(event);
    switch (event.type) {
      case 'welcome':
        return this.#welcomed(event);
      case 'said':
        return this.#said(event);
      case 'joined':
        this.#ignored.note(event.name, event.userId);
        this.presence.joined(event);
        return this.#addPresence('joined', { name: event.name, via: event.via }, event.at);
      case 'left':
        this.typing.done(event.name);
        this.presence.left(event.name);
        return this.#addPresence('left', { name: event.name, reason: event.reason }, event.at);
      case 'renamed':
        this.typing.done(event.from);
        this.presence.renamed(event.from, event.to);
        this.#ignored.renamed(event.from, event.to, event.userId);
        this.#addPresence('renamed', { from: event.from, to: event.to }, event.at);
        return this.#emit('renamed', { from: event.from, to: event.to });
      case 'away':
        return this.presence.away(event.name, event.text);
      case 'presence':
        for (const { name, userId } of event.joined ?? []) this.#ignored.note(name, userId);
        return this.presence.gathered(event);
      case 'typing':
        return sameName(event.name, this.#self.name) || this.#ignored.has(event.name, event.userId) ? undefined : this.typing.receive(event.name);
      case 'topic':
        this.#setTopic(event.text);
        return this.note({ kind: 'topic', text: event.text, by: event.by, at: Date.parse(event.at) });
      case 'settings':
        this.#setSettings(event);
        return this.note({ kind: 'notice', ...settingsNotice(event), at: Date.parse(event.at) });
      default:
        return undefined;
    }
  }

  /** Hides the messages, quotes and reactions of ignored users, and shows the others. */
  hideIgnored() {
    for (const entry of this.entries) {
      const hidden = this.#hides(entry);
      if (entry.kind === 'message' && (entry.hidden !== hidden || entry.replyTo || entry.reactions?.length > 0)) this.entries.change(entry, { hidden });
    }
  }

  #hides({ mine, via, from, userId }) {
    return !mine && via !== 'operator' && this.#ignored.has(from ?? '', userId);
  }

  /** An own message or change is stored; its event follows, unless it has arrived. */
  stored(message, position) {
    const arrived = position !== null && this.#position !== null && position.seq <= this.#position.seq;
    if (message.change) return this.#changes.stored(message, position, arrived);
    const entry = this.#outgoing.find(message.reference);
    if (!entry) return undefined;
    return arrived ? this.entries.remove(entry) : this.entries.change(entry, { state: 'stored' });
  }

  /** The server refused a message or a change. */
  refused(message, reason) {
    if (!message.change) return this.#outgoing.refused(message.reference, reason);
    return this.#changes.refused(message) ? undefined : this.note({ kind: 'notice', key: 'message.unchanged', values: [reason] });
  }

  /** Adds a notice or a reply in the order of the room. */
  note(entry) {
    if (this.detached || entry.lines?.length === 0) return; // the effect of a command without a reply is in the transcript
    this.entries.settle({ at: Date.now(), ...entry });
    this.#bound();
  }

  #welcomed({ topic, position, head, recovered, people, settings }) {
    for (const { name, userId } of people.first) this.#ignored.note(name, userId);
    this.presence.snapshot(people);
    this.#setTopic(topic ?? '');
    this.#setSettings(settings ?? Room.#OPEN);
    if (!this.#entering) return;
    this.#entering = false;
    const from = Position.parse(position);
    const until = Position.parse(head) ?? from;
    const old = this.#position;
    if (old) this.#onReturn(old, from, recovered);
    this.#position = from;
    this.#startEpoch(from.epoch);
    if (!old) this.#loaded.start(from, from.seq === 0);
    else if (recovered === false) this.#loaded.start(from);
    this.#replayUntil = until.seq;
    this.#missed = old && recovered !== false ? 0 : null;
    this.#emit('entered');
    if (from.seq >= until.seq) this.#caughtUp();
  }

  #onReturn(old, from, recovered) {
    if (recovered !== false) return;
    for (const entry of [...this.entries]) if (!entry.settled && entry.state === 'stored') this.entries.remove(entry);
    if (old.epoch === from.epoch && old.seq <= from.seq) {
      this.entries.settle({ kind: 'gap', at: Date.now() }, false);
      return;
    }
    this.entries.clear();
    this.#loaded.start(from, from.seq === 0);
    this.entries.settle({ kind: 'notice', key: 'transcript.epoch', values: [], at: Date.now() }, false);
    this.#emit('window');
  }

  /** In another epoch the numbers of messages mean others: pending changes are discarded, pending replies lose their target. */
  #startEpoch(epoch) {
    for (const { text } of this.#changes.startEpoch(epoch)) this.entries.settle({ kind: 'notice', key: 'message.lost', values: [text], at: Date.now() }, false);
    this.#outgoing.startEpoch(epoch);
    if (this.#replyTarget && this.#replyTarget.epoch !== epoch) this.reply(null);
  }

  #said(event) {
    const detached = this.detached;
    if (!this.#advance(event)) return;
    const live = event.seq > this.#replayUntil;
    if (live) this.#onMessageFrom(event);
    const entry = this.#place(event, detached, live);
    if (!entry.mine && !entry.hidden && (live || this.#missed !== null)) {
      this.unread.arrived(entry.place, entry.mention);
      if (!live) this.#missed++;
    }
    if (!entry.hidden) this.#emit('said', { entry, live });
    this.#onNumber(event);
  }

  #onChange(event) {
    const detached = this.detached;
    if (!this.#advance(event)) return;
    if (!detached) this.#loaded.extend(event.seq);
    this.#loaded.onChange(event);
    this.#changes.apply(event);
    this.#onNumber(event);
  }

  /** Moves the position to an event with a number. @returns whether it is a new one */
  #advance(event) {
    if (!this.#position) return false;
    const position = new Position(event.epoch, event.seq);
    if (!position.isAfter(this.#position)) return false;
    if (event.epoch !== this.#position.epoch || event.seq > this.#position.seq + 1) this.note({ kind: 'gap' });
    this.#position = position;
    return true;
  }

  #onNumber({ seq }) {
    if (seq === this.#replayUntil) this.#caughtUp();
  }

  #place(event, detached, live) {
    const facts = this.#entry(event);
    const waiting = event.reference ? this.#outgoing.find(event.reference) : undefined;
    if (waiting) this.#pendingMessages.remove(event.reference);
    if (detached || (!this.following && this.entries.isFull)) {
      if (waiting) this.entries.remove(waiting);
      return facts;
    }
    this.#loaded.extend(event.seq);
    if (waiting) this.entries.confirm(waiting, { ...facts, mine: true, mention: false });
    const entry = waiting ?? this.entries.settle(facts, live);
    this.#bound();
    return entry;
  }

  #onMessageFrom({ from, userId }) {
    this.#ignored.note(from, userId);
    this.typing.done(from);
    this.presence.spoke(from);
  }

  #caughtUp() {
    const missed = this.#missed;
    this.#missed = null;
    this.#emit('caught-up', { missed });
  }

  /** Joins and leaves without a message between them are one entry. */
  #addPresence(what, detail, at) {
    if (this.detached || sameName(detail.name ?? detail.to, this.#self.name)) return;
    const time = Date.parse(at) || Date.now();
    const folded = foldPresence(this.entries.last, what, detail, time);
    if (folded) this.entries.change(this.entries.last, folded);
    else this.note({ kind: 'presence', joined: [], left: [], renamed: [], at: time, [what]: [detail] });
  }

  #setTopic(topic) {
    if (topic === this.#topic) return;
    this.#topic = topic;
    this.#emit('topic');
  }

  #setSettings({ locked, slow }) {
    this.#settings = { locked, slow };
    this.#emit('settings');
  }

  #entry(said) {
    const entry = entryOf(said, this.#self.name);
    this.#ignored.noteEarlier(entry.from, entry.userId);
    return { ...entry, hidden: this.#hides(entry), ignores: (name, id) => this.#ignored.has(name, id), changes: this.#changes.of(said) };
  }

  #bound() {
    if (!this.following || !this.entries.isFull) return;
    if (this.entries.trimOldest().length > 0) this.#loaded.onTrimmed();
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
