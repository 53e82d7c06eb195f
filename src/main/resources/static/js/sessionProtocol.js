import { SendQueue } from './sendQueue.js';
import { newMessageId } from './messageId.js';
import { Position } from './position.js';

/**
 * Translates between the session and the connection: actions become frames, and frames become events of rooms. Sends
 * pending messages when a room is joined again.
 */
export class SessionProtocol {
  #session;
  #connection;
  #sendQueue;
  #replay;
  #refusalText;
  #helpText;
  #replyText;
  #requests = new Map();

  /**
   * @param {{session: import('./session.js').Session, connection: import('./connection.js').Connection,
   *   pendingMessages: import('./pendingMessages.js').PendingMessages, later: Function, replay: number,
   *   refusalText: (refusal: object) => string, helpText: (line: string) => string,
   *   replyText: (line: string, coded: object | undefined) => string}} parts refusalText: a refusal as the page shows
   *   it; helpText: a line of help as the page shows it; replyText: a line of a reply with its code
   */
  constructor({ session, connection, pendingMessages, later, replay, refusalText, helpText, replyText }) {
    this.#session = session;
    this.#connection = connection;
    this.#replay = replay;
    this.#refusalText = refusalText;
    this.#helpText = helpText;
    this.#replyText = replyText;
    this.#sendQueue = new SendQueue(pendingMessages, (message) => this.#post(message), later);
    this.#followSendQueue();
    this.#followSession();
    this.#followConnection();
  }

  #followSendQueue() {
    this.#sendQueue.addEventListener('stored', ({ detail: { message, position } }) =>
      this.#session.conversation(message.room)?.stored(message, position));
    this.#sendQueue.addEventListener('refused', ({ detail: { message, refusal } }) =>
      this.#session.conversation(message.room)?.refused(message, refusal.sentence));
    this.#sendQueue.addEventListener('unanswered', () => this.#connection.replace());
  }

  #followSession() {
    this.#session.addEventListener('entered', ({ detail: { room } }) => {
      room.addEventListener('outgoing', () => this.#sendQueue.sendNext(room.name));
      room.addEventListener('entered', () => this.#sendQueue.open(room.name));
      room.addEventListener('typing-sent', () => {
        if (this.#session.online) this.#connection.send(`/app/rooms/${room.name}/typing`, {}, {});
      });
      if (this.#session.online) this.#enter(room);
    });
    this.#session.addEventListener('left', ({ detail: { room } }) => {
      this.#sendQueue.close(room.name);
      if (this.#session.online) this.#connection.unsubscribe(`room-${room.name}`);
    });
    this.#session.addEventListener('directs', ({ detail }) => {
      const direct = detail?.direct;
      direct?.addEventListener('outgoing', () => this.#sendQueue.sendNext(direct.key));
      if (direct && this.#session.online) this.#sendQueue.open(direct.key);
    });
    this.#session.addEventListener('command', ({ detail: { line, conversation } }) => {
      const receipt = newMessageId();
      this.#requests.set(receipt, { conversation });
      const room = conversation.kind === 'room' ? conversation.name : this.#session.rooms[0]?.name;
      this.#connection.send('/app/commands', { receipt }, { line, room });
    });
    this.#session.addEventListener('search', ({ detail: { text } }) => {
      const receipt = newMessageId();
      this.#requests.set(receipt, { search: text });
      this.#connection.send('/app/rooms', { receipt }, { text });
    });
    this.#session.addEventListener('search-messages', ({ detail: { text } }) => {
      const receipt = newMessageId();
      this.#requests.set(receipt, { messages: text });
      this.#connection.send('/app/search', { receipt }, { text });
    });
    this.#session.addEventListener('named', () => this.#connection.rename(this.#session.name));
  }

  #followConnection() {
    this.#connection.addEventListener('connected', ({ detail: { name } }) => {
      this.#session.online = true;
      this.#session.called(name);
      this.#connection.subscribe('/user/queue/refusals', 'refusals');
      this.#connection.subscribe('/user/queue/answers', 'answers');
      this.#connection.subscribe('/user/queue/session', 'session');
      this.#enterDirects(this.#session.directConversations);
      this.#connection.subscribe('/user/queue/rooms', 'found-rooms');
      this.#connection.subscribe('/user/queue/search', 'found-messages');
      this.#connection.subscribe('/topic/rooms', 'rooms', { changes: 'true' });
      for (const room of this.#session.rooms) this.#enter(room);
    });
    this.#connection.addEventListener('lost', () => {
      this.#session.online = false;
      this.#requests.clear();
      this.#sendQueue.closeAll();
    });
    this.#connection.addEventListener('receipt', ({ detail: { id, headers } }) => this.#receipt(id, headers));
    this.#connection.addEventListener('frame', ({ detail: { destination, body } }) => this.#onFrame(destination, body));
  }

  #enter(room) {
    const receipt = newMessageId();
    this.#requests.set(receipt, { room: room.name });
    room.entering();
    const key = this.#session.keys.get(room.name);
    const from = room.position ? { after: room.position.toString() } : { replay: String(this.#replay) };
    this.#connection.subscribe(`/topic/rooms/${room.name}`, `room-${room.name}`, { receipt, ...from, ...(key && { key }) });
  }

  #enterDirects(directs) {
    directs.entering();
    this.#connection.subscribe('/user/queue/direct', 'direct', directs.position ? { after: directs.position.toString() } : {});
    for (const direct of directs) this.#sendQueue.open(direct.key);
  }

  #post(message) {
    const { destination, body } = requestOf(message);
    this.#connection.send(destination, { reference: message.reference, receipt: message.reference }, body);
  }

  #onFrame(destination, body) {
    switch (destination) {
      case '/user/queue/refusals':
        return this.#refused(body);
      case '/user/queue/answers':
        return this.#answered(body);
      case '/user/queue/direct':
        return this.#session.directConversations.receive(body);
      case '/user/queue/session':
        return this.#session.rights(body);
      case '/user/queue/rooms':
        this.#requests.delete(body.receipt);
        return this.#session.foundRooms(body);
      case '/user/queue/search':
        this.#requests.delete(body.receipt);
        return this.#session.foundMessages(body);
      case '/topic/rooms':
        return this.#session.listed(body);
      default:
        return this.#onRoomEvent(destination.slice('/topic/rooms/'.length), body);
    }
  }

  #onRoomEvent(name, event) {
    if (event.type === 'closing') this.#connection.expectEnd(event.retryAfterMs);
    if (event.type === 'removed') return this.#session.roomRemoved(name);
    this.#session.room(name)?.receive(event);
    if (event.seq !== undefined && event.reference) this.#sendQueue.onConfirmed(event.reference);
    return undefined;
  }

  #receipt(id, headers) {
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    if (!request) this.#sendQueue.receipt(headers.reference ?? id, Position.parse(headers.position));
  }

  #refused(body) {
    const refusal = { ...body, sentence: this.#refusalText(body) };
    const request = this.#requests.get(refusal.receipt);
    this.#requests.delete(refusal.receipt);
    if (!request) return this.#sendQueue.refusal({ ...refusal, reference: refusal.reference ?? refusal.receipt });
    if (request.search) return this.#session.searchRefused(request.search, refusal.sentence);
    if (request.messages) return this.#session.foundMessages({ text: request.messages, messages: [], notes: [], sentence: refusal.sentence });
    if (request.room) return this.#session.roomRefused(request.room, refusal.sentence);
    return this.#session.answered(request.conversation, { kind: 'answer', command: '', lines: [refusal.sentence] });
  }

  #answered({ receipt, command, lines, codes, more }) {
    const conversation = this.#requests.get(receipt)?.conversation ?? this.#session.current;
    if (!more) this.#requests.delete(receipt);
    const shown = command === 'notice' ? '' : command;
    const own = lines.map((line, place) => this.#replyText(line, codes?.[place]));
    this.#session.answered(conversation, { kind: 'answer', command: shown, lines: command === 'help' ? own.map(this.#helpText) : own });
  }
}

/** @param {import('./pendingMessages.js').PendingMessage} message */
function requestOf({ room, text, action, replyTo, change }) {
  if (room.startsWith('@')) return { destination: `/app/people/${room.slice(1)}`, body: { text } };
  const destination = `/app/rooms/${room}`;
  switch (change?.kind) {
    case 'edit':
      return { destination: `${destination}/edit`, body: { target: change.target, text } };
    case 'delete':
      return { destination: `${destination}/delete`, body: { target: change.target } };
    case 'react':
      return { destination: `${destination}/react`, body: { target: change.target, emoji: change.emoji, remove: change.remove } };
    default:
      return { destination, body: { text, ...(action && { action }), ...(replyTo && { replyTo: replyTo.seq }) } };
  }
}
