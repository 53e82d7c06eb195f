import { DirectConversations } from './directConversations.js';
import { ignore } from './ignoreCommand.js';
import { IgnoredUsers } from './ignoredUsers.js';
import { NotificationLevels } from './notificationLevels.js';
import { keyArgument, parseInput, roomArgument, withoutAddress } from './parseInput.js';
import { quiet } from './quietCommand.js';
import { sameName } from './names.js';
import { Room } from './room.js';
import { parseRoomName } from './roomName.js';
import { listOf, objectOf, textOrNull } from './stored.js';

/**
 * The session of this tab: nickname, joined rooms, direct conversations and the open conversation. The views and the
 * session protocol call its methods and listen to its events.
 * Fires `entered` {room}, `left` {room}, `shown` {conversation}, `chosen` (by an act of the user), `listed`, `search` {text}, `search-messages` {text}, `found-messages` {text, messages, notes, sentence}, `found` {text, rooms, total, next, sentence}, `named`, `directs`, `rights`, `ignored`, `invite`, `aside` {lines}, `command` {line, name, conversation}, `unsent` (a command while offline), `quit`.
 */
export class Session extends EventTarget {
  /** The number of rooms from which the server sends only the first. */
  static #FIRST_ROOMS = 100;
  /** The room that always exists. */
  static LOBBY = 'lobby';
  /** The most rooms of one user. */
  static #MOST_ROOMS = 20;

  /** Whether the connection is open; set by the session protocol. */
  online = false;
  /** The keys with which rooms are entered, by the room. */
  keys = new Map();

  #self = { name: '' };
  #operator = false;
  #away = '';
  #sanctions = {};
  #context;
  #ignored;
  #levels;
  #storage;
  #rooms = new Map();
  #directs;
  #listing = [];
  #total = 0;
  #current = null;

  /** @param {{pendingMessages: object, history: object, storage: object, later: Function}} context what rooms need */
  constructor(context) {
    super();
    this.#storage = context.storage;
    this.#ignored = new IgnoredUsers(context.storage);
    this.#ignored.addEventListener('changed', () => {
      this.rooms.forEach((room) => room.hideIgnored());
      this.#emit('ignored');
    });
    this.#levels = new NotificationLevels(context);
    this.#levels.addEventListener('changed', ({ detail: { key } }) => this.conversation(key)?.unread.recheck());
    this.#context = { ...context, self: this.#self, ignored: this.#ignored, levels: this.#levels };
    this.#directs = new DirectConversations(this.#context);
    this.#directs.addEventListener('changed', ({ detail }) => this.#emit('directs', detail));
  }

  get name() {
    return this.#self.name;
  }

  /** The text of the absence of the user; empty without one. */
  get away() {
    return this.#away;
  }

  /** Whether the user is an operator. */
  get operator() {
    return this.#operator;
  }

  /** @returns {Room[]} in the order of joining */
  get rooms() {
    return [...this.#rooms.values()];
  }

  /** The direct conversations that are not closed. */
  get directs() {
    return this.#directs.opened;
  }

  get directConversations() {
    return this.#directs;
  }

  /** The open conversation, a room or a direct one. */
  get current() {
    return this.#current;
  }

  /** @returns {{name: string, topic: string, people: number, private?: boolean}[]} the rooms of the server, as far as known */
  get listing() {
    return this.#listing;
  }

  /** The number of all rooms of the server, as of the last change of the list. */
  get total() {
    return this.#total;
  }

  /** Whether the list has all rooms. A full list may lack rooms that the server has created since. */
  get listsAllRooms() {
    return this.#total <= this.#listing.length && this.#listing.length < Session.#FIRST_ROOMS;
  }

  /** Decides which messages alert the user. */
  get levels() {
    return this.#levels;
  }

  room(name) {
    return this.#rooms.get(name);
  }

  /** Returns the room or the direct conversation of a key, if there is one. */
  conversation(key) {
    return key.startsWith('@') ? this.#directs.find(key.slice(1)) : this.#rooms.get(key);
  }

  /** Joins the rooms of this tab before the reload, or the requested one with its key, or the lobby; restores direct conversations. */
  begin(name, requested, key) {
    this.called(name);
    this.#directs.restore();
    const kept = objectOf(this.#storage.read('rooms'));
    const stored = (value) => parseRoomName(textOrNull(value, 100));
    const rooms = listOf(kept.rooms, Session.#MOST_ROOMS, stored);
    const wanted = [parseRoomName(requested), stored(kept.current), rooms[0]].find((room) => room) ?? Session.LOBBY;
    if (key) this.keys.set(wanted, key);
    for (const room of rooms) this.#enter(room);
    this.enter(wanted);
  }

  /** Sets the nickname. */
  called(name) {
    if (name === this.#self.name) return;
    this.#self.name = name;
    this.#directs.called(name);
    this.#emit('named');
  }

  /** Takes over the rights and the absence of the user. */
  rights({ operator, away = '', muted, banned }) {
    this.#sanctions = { muted, banned };
    if (this.#operator === (operator === true) && this.#away === away) return;
    this.#operator = operator === true;
    this.#away = away;
    this.#emit('rights');
  }

  /**
   * Returns whether a nickname is muted or banned, which only operators learn.
   *
   * @param {'muted' | 'banned'} kind
   * @returns {boolean | null} null if the server does not send it
   */
  sanctioned(kind, name) {
    const list = this.#sanctions[kind];
    if (!Array.isArray(list)) return null;
    return list.some((one) => sameName(one.name, name) && (one.until === null || Date.parse(one.until) > Date.now()));
  }

  /** Runs a command of a room, and passes its reply on. @param {(reply: {lines: string[]}) => void} answered @returns whether the session is online */
  ask(line, room, answered) {
    if (this.online) this.#emit('command', { line, name: '', conversation: { kind: 'room', name: room, note: answered } });
    return this.online;
  }

  /** Takes over the reply to a command of a conversation. While its latest part is not loaded, the reply is shown aside. */
  answered(conversation, entry) {
    if (conversation.detached) this.#emit('aside', { lines: entry.lines });
    else conversation.note(entry);
  }

  /** Whether the messages of a user are hidden. */
  ignores(name, id) {
    return this.#ignored.has(name, id);
  }

  /** Takes over the list of rooms: an event of the list, or a whole list of an earlier server. */
  listed(body) {
    if (Array.isArray(body)) {
      this.#listing = body;
      this.#total = body.length;
    } else {
      const rooms = new Map(body.type === 'rooms' ? [] : this.#listing.map((room) => [room.name, room]));
      for (const name of body.removed ?? []) rooms.delete(name);
      for (const room of body.rooms) rooms.set(room.name, room);
      this.#listing = [...rooms.values()];
      this.#total = body.total;
    }
    this.#emit('listed');
  }

  /**
   * Asks the server for rooms with a text in the name, or for messages; `found` or `found-messages` follows.
   *
   * @param {'search' | 'search-messages'} what @returns whether the session is online
   */
  search(text, what = 'search') {
    if (this.online) this.#emit(what, { text });
    return this.online;
  }

  /** Takes over the answer to a search for messages, or its refusal, which has a sentence. */
  foundMessages(result) {
    this.#emit('found-messages', result);
  }

  /** Takes over the answer to a search. */
  foundRooms(page) {
    this.#emit('found', page);
  }

  /** Takes over the refusal of a search. */
  searchRefused(text, sentence) {
    this.#emit('found', { text, rooms: [], total: 0, next: null, sentence });
  }

  /** Joins a room if necessary, with a key after its name, and opens it. @returns whether the name is valid */
  enter(name) {
    const wanted = parseRoomName(roomArgument(name));
    if (wanted === null) return false;
    if (keyArgument(name)) this.keys.set(wanted, keyArgument(name));
    this.#enter(wanted);
    this.show(this.#rooms.get(wanted));
    this.#emit('chosen');
    return true;
  }

  leave(room) {
    if (this.#rooms.size === 1) {
      if (room.name === Session.LOBBY) return room.note({ kind: 'notice', key: 'rooms.stay', values: [] });
      this.#enter(Session.LOBBY);
    }
    this.#rooms.delete(room.name);
    this.#emit('left', { room });
    if (this.#current === room) this.show(this.rooms[0]);
    this.#keep();
    return this.#emit('chosen');
  }

  /** The server refused to join a room. */
  roomRefused(name, sentence) {
    this.#lose(name, { key: 'rooms.refused', values: [name, sentence] });
  }

  /** The operator removed a room. */
  roomRemoved(name) {
    this.#lose(name, { key: 'rooms.removed', values: [name] });
  }

  #lose(name, reason) {
    const room = this.#rooms.get(name);
    if (!room) return;
    this.#rooms.delete(name);
    if (this.#rooms.size === 0) this.#enter(Session.LOBBY);
    this.#emit('left', { room });
    if (this.#current === room) this.show(this.rooms[0]);
    this.#current.note({ kind: 'notice', ...reason });
    this.#emit('listed');
    this.#keep();
  }

  /** Opens the conversation with a user. */
  converse(name) {
    const direct = this.#directs.open(name);
    this.show(direct);
    this.#emit('chosen');
    return direct;
  }

  /** Closes a direct conversation until a new message arrives. */
  close(direct) {
    this.#directs.close(direct);
    if (this.#current === direct) this.show(this.rooms[0]);
    this.#emit('chosen');
  }

  show(conversation) {
    if (this.#current === conversation) return;
    if (this.#current) this.#current.unread.watched = false;
    this.#current = conversation;
    this.#keep();
    this.#emit('shown', { conversation });
  }

  /**
   * Publishes or executes a typed text.
   *
   * @returns whether it was accepted; otherwise the text stays in the box
   */
  submit(text) {
    const meant = parseInput(text);
    if (meant.kind === 'nothing') return false;
    if (meant.kind === 'command') return this.#do(meant);
    this.#current.publish(meant.text, meant.action);
    return true;
  }

  #do({ name, rest, line }) {
    const here = this.#current;
    switch (name) {
      case 'join':
        if (rest === '') break;
        if (this.enter(rest)) return true;
        here.note({ kind: 'notice', key: 'rooms.name', values: [rest] });
        return false;
      case 'leave':
        this.#leave(rest);
        return true;
      case 'msg':
        return this.#sendDirect(rest);
      case 'ignore':
      case 'unignore':
      case 'ignored':
        return this.#ignore(name, rest.trim());
      case 'invite':
        if (rest !== '' || here.kind !== 'room') break;
        this.#emit('invite');
        return true;
      case 'quiet':
        return this.#quiet(rest);
      case 'quit':
        this.#emit('quit');
        return true;
      default:
    }
    if (!this.online) {
      this.#emit('unsent');
      return false;
    }
    this.#emit('command', { line, name, conversation: here });
    return true;
  }

  #ignore(command, typed) {
    const name = typed === '' ? '' : this.#addressee(typed);
    return this.#noted(ignore(command, name, this.name, this.#ignored));
  }

  #quiet(rest) {
    return this.#noted(quiet(rest, { current: this.#current, room: (name) => this.#rooms.get(name) }, this.#levels));
  }

  /** Shows the notice of a command that the page executes. */
  #noted({ done, key, values }) {
    this.#current.note({ kind: 'notice', key, values });
    return done;
  }

  #leave(name) {
    if (name === '' && this.#current.kind === 'direct') return this.close(this.#current);
    const room = name === '' ? this.#current : this.#rooms.get(parseRoomName(roomArgument(name)));
    if (room) return this.leave(room);
    return this.#current.note({ kind: 'notice', key: 'rooms.name', values: [name] });
  }

  #sendDirect(rest) {
    const [, typed, text = ''] = /^(\S+)(?:\s+([^]*))?$/.exec(rest) ?? [];
    const name = typed && this.#addressee(typed);
    if (!name || sameName(name, this.name)) {
      this.#current.note({ kind: 'notice', key: name ? 'direct.self' : 'direct.usage', values: [] });
      return false;
    }
    const direct = this.converse(name);
    if (text !== '') direct.publish(text);
    return true;
  }

  /** Returns the nickname that is meant: as typed if a known user has it, otherwise without the signs of a form of address. */
  #addressee(typed) {
    const known = this.#directs.find(typed) || this.rooms.some((room) => room.presence.has(typed));
    return known ? typed : withoutAddress(typed);
  }

  #enter(name) {
    if (this.#rooms.has(name)) return;
    const room = new Room(name, this.#context);
    room.addEventListener('renamed', ({ detail: { from, to } }) => {
      if (from === this.name) this.called(to);
    });
    this.#rooms.set(name, room);
    this.#keep();
    this.#emit('entered', { room });
  }

  #keep() {
    const current = this.#current?.kind === 'room' ? this.#current.name : this.rooms[0]?.name;
    this.#storage.write('rooms', { rooms: [...this.#rooms.keys()], current });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
