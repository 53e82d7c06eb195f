import { DirectConversation } from './directConversation.js';
import { fold, sameName } from './names.js';
import { Position } from './position.js';
import { listOf, objectOf, textOrNull } from './stored.js';

/**
 * The direct conversations of this tab, and the position of the last direct message. A closed conversation keeps its
 * messages until the user or a new message opens it again. Kept per tab over a reload, without the messages, which the
 * server sends again. Fires `changed` {direct} (a new conversation), or without {direct} if one was opened or closed.
 */
export class DirectConversations extends EventTarget {
  /** The number of own nicknames that are remembered. */
  static #NAMES = 10;
  /** The number of open conversations that are restored. */
  static #MOST_OPEN = 200;

  #context;
  #all = new Map();
  #open;
  #names;
  #position = null;
  #known;

  /** @param {{self: object, pendingMessages: object, storage: object}} context what conversations need */
  constructor(context) {
    super();
    this.#context = context;
    const { position, open, names } = objectOf(context.storage.read('directs'));
    this.#known = Position.parse(textOrNull(position, 100));
    this.#open = new Map(listOf(open, DirectConversations.#MOST_OPEN, nameOrNull).map((name) => [fold(name), name]));
    this.#names = listOf(names, DirectConversations.#NAMES, nameOrNull);
  }

  /** All conversations, also closed ones. */
  [Symbol.iterator]() {
    return this.#all.values();
  }

  /** @returns {DirectConversation[]} in the order of opening */
  get opened() {
    return [...this.#open.keys()].map((key) => this.#all.get(key)).filter(Boolean);
  }

  /** The position to resume from; null before the first message on this page. */
  get position() {
    return this.#position;
  }

  find(name) {
    return this.#all.get(fold(name));
  }

  /** Creates the conversations of this tab before the reload. */
  restore() {
    for (const name of this.#open.values()) this.#create(name);
    for (const room of this.#context.pendingMessages.rooms) if (room.startsWith('@')) this.#create(room.slice(1));
  }

  /** Sets the own nickname. */
  called(name) {
    this.#names = [name, ...this.#names.filter((other) => !sameName(other, name))].slice(0, DirectConversations.#NAMES);
    this.#keep();
  }

  open(name) {
    const direct = this.#create(name);
    if (this.#open.has(fold(name))) return direct;
    this.#open.set(fold(name), direct.name);
    this.#keep();
    this.#emit();
    return direct;
  }

  close(direct) {
    direct.unread.dismiss();
    this.#open.delete(fold(direct.name));
    this.#keep();
    this.#emit();
  }

  /** The messages after the position follow; without a position, all that the server keeps. */
  entering() {
    if (this.#position === null) for (const direct of this) direct.entering();
  }

  /** Adds a direct message, or the copy of an own one, unless it is shown already. */
  receive(message) {
    const position = Position.parse(message.position);
    if (!position.isAfter(this.#position)) return undefined;
    if (this.#position !== null && this.#position.epoch !== position.epoch) for (const direct of this) direct.clear();
    this.#position = position;
    const fresh = position.isAfter(this.#known);
    const mine = this.#isMine(message);
    if (!mine && fresh) this.#context.ignored.note(message.from, message.userId);
    if (!mine && this.#context.ignored.has(message.from, message.userId)) {
      if (fresh) this.#known = position;
      return this.#keep();
    }
    const direct = this.#create(mine ? message.to : message.from);
    const wasPending = direct.receive(message, position, { mine, fresh });
    if (!fresh) return undefined;
    this.#known = position;
    this.#keep();
    return wasPending ? undefined : this.open(direct.name);
  }

  /** The user may have sent it under an earlier nickname, which another user may have now. */
  #isMine({ from, to }) {
    const own = this.#names.find((name) => sameName(name, from) || sameName(name, to));
    return own !== undefined && sameName(own, from);
  }

  #create(name) {
    const known = this.find(name);
    if (known) return known;
    const direct = new DirectConversation(name, this.#context);
    this.#all.set(fold(name), direct);
    this.#emit({ direct });
    return direct;
  }

  #keep() {
    this.#context.storage.write('directs', { position: this.#known?.toString(), open: [...this.#open.values()], names: this.#names });
  }

  #emit(detail) {
    this.dispatchEvent(new CustomEvent('changed', { detail }));
  }
}

/** Returns a stored nickname, or null if it cannot be one. */
function nameOrNull(stored) {
  const name = textOrNull(stored, 200);
  return name === null || name === '' || /[\s\p{Cc}]/u.test(name) ? null : name;
}
