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
  #lostReason;
  #refusalText;
  #helpText;
  #requests = new Map();

  /**
   * @param {{session: import('./session.js').Session, connection: import('./connection.js').Connection,
   *   pendingMessages: import('./pendingMessages.js').PendingMessages, later: Function, replay: number, lostReason: string,
   *   refusalText: (refusal: object) => string, helpText: (line: string) => string}} parts refusalText: a refusal as the page shows
   *   it; helpText: a line of help as the page shows it
   */
  constructor({ session, connection, pendingMessages, later, replay, lostReason, refusalText, helpText }) {
    this.#session = session;
    this.#connection = connection;
    this.#replay = replay;
    this.#lostReason = lostReason;
    this.#refusalText = refusalText;
    this.#helpText = helpText;
    this.#sendQueue = new SendQueue(pendingMessages, (message) => this.#post(message), later);
    this.#followSendQueue();
    this.#followSession();
    this.#followConnection();
  }

  #followSendQueue() {
    this.#sendQueue.addEventListener('stored', ({ detail: { message, position } }) =>
      this.#session.room(message.room)?.stored(message.reference, position));
    this.#sendQueue.addEventListener('refused', ({ detail: { message, refusal } }) =>
      this.#session.room(message.room)?.refused(message.reference, refusal.sentence));
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
      direct?.addEventListener('outgoing', ({ detail: { reference, text } }) => this.#sendDirect(direct, reference, text));
    });
    this.#session.addEventListener('command', ({ detail: { line, conversation } }) => {
      const receipt = newMessageId();
      this.#requests.set(receipt, { conversation });
      const room = conversation.kind === 'room' ? conversation.name : this.#session.rooms[0]?.name;
      this.#connection.send('/app/commands', { receipt }, { line, room });
    });
    this.#session.addEventListener('named', () => this.#connection.rename(this.#session.name));
  }

  #followConnection() {
    this.#connection.addEventListener('connected', ({ detail: { name } }) => {
      this.#session.online = true;
      this.#session.called(name);
      this.#connection.subscribe('/user/queue/refusals', 'refusals');
      this.#connection.subscribe('/user/queue/answers', 'answers');
      this.#connection.subscribe('/user/queue/direct', 'direct');
      this.#connection.subscribe('/topic/rooms', 'rooms');
      for (const room of this.#session.rooms) this.#enter(room);
    });
    this.#connection.addEventListener('lost', () => {
      this.#session.online = false;
      this.#requests.clear();
      this.#sendQueue.closeAll();
      for (const direct of this.#session.directs) direct.lost(this.#lostReason);
    });
    this.#connection.addEventListener('receipt', ({ detail: { id, headers } }) => this.#receipt(id, headers));
    this.#connection.addEventListener('frame', ({ detail: { destination, body } }) => this.#onFrame(destination, body));
  }

  #enter(room) {
    const receipt = newMessageId();
    this.#requests.set(receipt, { room: room.name });
    room.entering();
    const from = room.position ? { after: room.position.toString() } : { replay: String(this.#replay) };
    this.#connection.subscribe(`/topic/rooms/${room.name}`, `room-${room.name}`, { receipt, ...from });
  }

  #post({ room, reference, text, action }) {
    this.#connection.send(`/app/rooms/${room}`, { reference, receipt: reference }, action ? { text, action } : { text });
  }

  #sendDirect(direct, reference, text) {
    if (!this.#session.online) return direct.refused(reference, this.#lostReason);
    this.#requests.set(reference, { conversation: direct, reference });
    return this.#connection.send(`/app/people/${direct.name}`, { receipt: reference }, { text });
  }

  #onFrame(destination, body) {
    switch (destination) {
      case '/user/queue/refusals':
        return this.#refused(body);
      case '/user/queue/answers':
        return this.#answered(body);
      case '/user/queue/direct':
        return this.#session.direct(body);
      case '/topic/rooms':
        return this.#session.listed(body);
      default:
        return this.#onRoomEvent(destination.slice('/topic/rooms/'.length), body);
    }
  }

  #onRoomEvent(name, event) {
    if (event.type === 'closing') this.#connection.expectEnd(event.retryAfterMs);
    this.#session.room(name)?.receive(event);
    if (event.type === 'said' && event.reference) this.#sendQueue.onConfirmed(event.reference);
  }

  #receipt(id, headers) {
    const request = this.#requests.get(id);
    this.#requests.delete(id);
    if (!request) return this.#sendQueue.receipt(headers.reference ?? id, Position.parse(headers.position));
    return request.conversation?.stored?.(request.reference);
  }

  #refused(body) {
    const refusal = { ...body, sentence: this.#refusalText(body) };
    const request = this.#requests.get(refusal.receipt);
    this.#requests.delete(refusal.receipt);
    if (!request) return this.#sendQueue.refusal({ ...refusal, reference: refusal.reference ?? refusal.receipt });
    if (request.room) return this.#session.roomRefused(request.room, refusal.sentence);
    if (request.reference) return request.conversation.refused(request.reference, refusal.sentence);
    return request.conversation.note({ kind: 'answer', command: '', lines: [refusal.sentence] });
  }

  #answered({ receipt, command, lines }) {
    const conversation = this.#requests.get(receipt)?.conversation ?? this.#session.current;
    this.#requests.delete(receipt);
    conversation.note({ kind: 'answer', command, lines: command === 'help' ? lines.map(this.#helpText) : lines });
  }
}
