import { Timeline } from './timeline.js';
import { mentions } from './markup.js';
import { sameName } from './names.js';
import { Position } from './position.js';
import { Presence } from './presence.js';
import { OutgoingMessages } from './outgoingMessages.js';
import { Typing } from './typing.js';
import { Unread } from './unread.js';

/**
 * The state of one room on this page: messages in order, each once, pending messages, and users. Fires `outgoing`,
 * `typing-sent`, `topic`, `said` {entry, live}, `renamed` {from, to}, `caught-up` {missed}, `window` (the loaded part
 * of the history has changed).
 */
export class Room extends EventTarget {
  static PAGE = 100;

  kind = 'room';
  entries = new Timeline();
  presence = new Presence();
  unread;
  typing;
  /** Set by the view: new messages remove the oldest rows, or wait outside. */
  following = true;

  #name;
  #self;
  #ignored;
  #pendingMessages;
  #outgoing;
  #history;
  #topic = '';
  #entering = false;
  #position = null;
  #shownUntil = 0;
  #replayUntil = 0;
  #missed = null;
  #atBeginning = false;
  #loading = null;

  /**
   * @param {string} name
   * @param {{self: {name: string}, pendingMessages: import('./pendingMessages.js').PendingMessages, history: {page: Function}, storage: object, later: Function, ignored: import('./ignoredUsers.js').IgnoredUsers}} context
   */
  constructor(name, { self, pendingMessages, history, storage, later, ignored }) {
    super();
    this.#name = name;
    this.#self = self;
    this.#ignored = ignored;
    this.#pendingMessages = pendingMessages;
    this.#history = history;
    this.unread = new Unread(storage, name);
    this.typing = new Typing(later);
    this.#outgoing = new OutgoingMessages(name, this.entries, { self, pendingMessages });
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

  /** The position to resume from; null before the first welcome. */
  get position() {
    return this.#position;
  }

  /** Whether the latest messages are not loaded. */
  get detached() {
    return this.#position !== null && this.#shownUntil < this.#position.seq;
  }

  /** Whether the first message of the room is loaded. */
  get atBeginning() {
    return this.#atBeginning;
  }

  // Actions of the user

  /** Publishes a message: it is shown at once and sent as soon as possible. */
  publish(text, action = false) {
    this.unread.dismiss();
    this.#outgoing.add(text, action);
    if (this.detached) void this.newest();
    this.#emit('outgoing');
  }

  retry(reference) {
    if (this.#outgoing.retry(reference)) this.#emit('outgoing');
  }

  /** Discards a refused message. @returns its text */
  discard(reference) {
    return this.#outgoing.discard(reference);
  }

  /** Publishes that the user is typing. */
  write() {
    this.#emit('typing-sent');
  }

  /** Loads the page before the loaded part. @returns whether there was one; rejects if it cannot be loaded */
  older() {
    return this.#alone(async () => {
      const first = this.entries.find((entry) => entry.place);
      if (this.#atBeginning || !first || first.epoch !== this.#position?.epoch) return false;
      const page = await this.#history.page(this.#name, new Position(first.epoch, first.seq), Room.PAGE);
      this.entries.prepend(page.messages.map((message) => this.#entry(message)));
      this.#atBeginning = page.beginning;
      if (this.entries.trimNewest().some((entry) => entry.place)) this.#shownUntil = this.#lastShown();
      this.#emit('window');
      return page.messages.length > 0;
    });
  }

  /** Loads the page after the loaded part. */
  newer() {
    return this.#alone(() => this.#appendPage());
  }

  /** Loads the latest part again. */
  newest() {
    return this.#alone(async () => {
      if (!this.detached) return;
      const { messages, beginning } = await this.#history.page(this.#name, this.#position.with(this.#position.seq + 1), Room.PAGE);
      this.entries.clear();
      this.#atBeginning = beginning;
      this.#shownUntil = (messages[0]?.seq ?? this.#position.seq + 1) - 1;
      this.#append(messages);
      while (this.detached && (await this.#appendPage()));
      this.#emit('window');
    });
  }

  // Input of the server

  /** The room is being joined: the next welcome starts a stream, others only update the users. */
  entering() {
    this.#entering = true;
  }

  /** @param {{type: string}} event one event of the room's topic */
  receive(event) {
    switch (event.type) {
      case 'welcome':
        return this.#welcomed(event);
      case 'said':
        return this.#said(event);
      case 'joined':
        this.presence.joined({ name: event.name, via: event.via });
        return this.#addPresence('joined', { name: event.name, via: event.via }, event.at);
      case 'left':
        this.typing.done(event.name);
        this.presence.left(event.name);
        return this.#addPresence('left', { name: event.name, reason: event.reason }, event.at);
      case 'renamed':
        this.typing.done(event.from);
        this.presence.renamed(event.from, event.to);
        this.#ignored.renamed(event.from, event.to);
        this.#addPresence('renamed', { from: event.from, to: event.to }, event.at);
        return this.#emit('renamed', { from: event.from, to: event.to });
      case 'presence':
        return this.presence.gathered(event);
      case 'typing':
        return sameName(event.name, this.#self.name) || this.#ignored.has(event.name) ? undefined : this.typing.receive(event.name);
      case 'topic':
        this.#setTopic(event.text);
        return this.note({ kind: 'topic', text: event.text, by: event.by, at: Date.parse(event.at) });
      case 'settings':
        return this.note({ kind: 'notice', ...settingsNotice(event), at: Date.parse(event.at) });
      default:
        return undefined;
    }
  }

  /** Hides the messages of ignored users, and shows the others. */
  hideIgnored() {
    for (const entry of this.entries) {
      const hidden = this.#hides(entry);
      if (entry.kind === 'message' && entry.hidden !== hidden) this.entries.change(entry, { hidden });
    }
  }

  #hides({ mine, via, from }) {
    return !mine && via !== 'operator' && this.#ignored.has(from ?? '');
  }

  /** An own message is stored; its position follows with its event, unless that has arrived. */
  stored(reference, position) {
    const entry = this.#outgoing.find(reference);
    if (!entry) return;
    if (position && this.#position && position.seq <= this.#position.seq) this.entries.remove(entry);
    else this.entries.change(entry, { state: 'stored' });
  }

  refused(reference, reason) {
    this.#outgoing.refused(reference, reason);
  }

  /** Adds a notice or a reply in the order of the room. */
  note(entry) {
    if (this.detached) return;
    this.entries.settle({ at: Date.now(), ...entry });
    this.#bound();
  }

  #welcomed({ topic, position, head, recovered, people }) {
    this.presence.snapshot(people);
    this.#setTopic(topic ?? '');
    if (!this.#entering) return;
    this.#entering = false;
    const from = Position.parse(position);
    const until = Position.parse(head) ?? from;
    const old = this.#position;
    if (old) this.#onReturn(old, from, recovered);
    else this.#atBeginning = from.seq === 0;
    this.#position = from;
    if (!old || recovered === false) this.#shownUntil = from.seq;
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
    this.#atBeginning = from.seq === 0;
    this.entries.settle({ kind: 'notice', key: 'transcript.epoch', values: [], at: Date.now() }, false);
    this.#emit('window');
  }

  #said(event) {
    if (!this.#position) return;
    const position = new Position(event.epoch, event.seq);
    if (!position.isAfter(this.#position)) return;
    const detached = this.detached;
    if (event.epoch !== this.#position.epoch || event.seq > this.#position.seq + 1) this.note({ kind: 'gap' });
    this.#position = position;
    const live = event.seq > this.#replayUntil;
    if (live) this.#onMessageFrom(event.from);
    const entry = this.#place(event, detached, live);
    if (!entry.mine && !entry.hidden && (live || this.#missed !== null)) {
      this.unread.arrived(entry.place, entry.mention);
      if (!live) this.#missed++;
    }
    if (!entry.hidden) this.#emit('said', { entry, live });
    if (event.seq === this.#replayUntil) this.#caughtUp();
  }

  #place(event, detached, live) {
    const facts = this.#entry(event);
    const waiting = event.reference ? this.#outgoing.find(event.reference) : undefined;
    if (waiting) this.#pendingMessages.remove(event.reference);
    if (detached || (!this.following && this.entries.isFull)) {
      if (waiting) this.entries.remove(waiting);
      return facts;
    }
    this.#shownUntil = event.seq;
    if (waiting) this.entries.confirm(waiting, { ...facts, mine: true, mention: false });
    const entry = waiting ?? this.entries.settle(facts, live);
    this.#bound();
    return entry;
  }

  #onMessageFrom(name) {
    this.typing.done(name);
    this.presence.spoke(name);
  }

  #caughtUp() {
    const missed = this.#missed;
    this.#missed = null;
    this.#emit('caught-up', { missed });
  }

  /** Joins and leaves without a message between them are one entry. */
  #addPresence(what, detail, at) {
    if (this.detached || sameName(detail.name ?? detail.to, this.#self.name)) return;
    const last = this.entries.last;
    const time = Date.parse(at) || Date.now();
    if (last?.kind !== 'presence' || new Date(last.at).toDateString() !== new Date(time).toDateString()) {
      this.note({ kind: 'presence', joined: [], left: [], renamed: [], at: time, [what]: [detail] });
      return;
    }
    const others = (list) => list.filter((one) => !sameName(one.name, detail.name ?? ''));
    const folded = { joined: others(last.joined), left: others(last.left), renamed: last.renamed };
    this.entries.change(last, { ...folded, [what]: [...folded[what], detail] });
  }

  #setTopic(topic) {
    if (topic === this.#topic) return;
    this.#topic = topic;
    this.#emit('topic');
  }

  #entry({ seq, epoch, reference, from, via, text, action, at }) {
    const mine = from === this.#self.name;
    return {
      kind: 'message',
      place: `${epoch}:${seq}`,
      epoch,
      seq,
      reference,
      from,
      via,
      text,
      action: action === true,
      at: Date.parse(at),
      mine,
      mention: !mine && mentions(text, this.#self.name),
      hidden: this.#hides({ mine, via, from }),
      state: 'stored',
    };
  }

  #bound() {
    if (!this.following || !this.entries.isFull) return;
    if (this.entries.trimOldest().length > 0) this.#atBeginning = false;
  }

  /** One page at a time; requests meanwhile share the result. */
  #alone(load) {
    this.#loading ??= load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #appendPage() {
    if (!this.detached) return false;
    const until = Math.min(this.#shownUntil + Room.PAGE, this.#position.seq) + 1;
    const { messages } = await this.#history.page(this.#name, this.#position.with(until), until - this.#shownUntil - 1);
    return this.#append(messages);
  }

  #append(messages) {
    const fresh = messages.filter((message) => message.seq > this.#shownUntil);
    for (const message of fresh) this.entries.settle(this.#entry(message), false);
    if (fresh.length > 0) this.#shownUntil = fresh.at(-1).seq;
    if (this.entries.trimOldest().length > 0) this.#atBeginning = false;
    this.#emit('window');
    return fresh.length > 0;
  }

  #lastShown() {
    return [...this.entries].findLast((entry) => entry.place)?.seq ?? 0;
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Returns the notice of changed settings of a room. */
function settingsNotice({ locked, slow, by }) {
  if (locked) return { key: 'settings.locked', values: [by] };
  return slow > 0 ? { key: 'settings.slow', values: [by, slow] } : { key: 'settings.open', values: [by] };
}
