import { PendingMessages } from '/js/pendingMessages.js';
import { Session } from '/js/session.js';
import { SessionProtocol } from '/js/sessionProtocol.js';
import { equal, ok, recordEvents, test, Storage, Timers } from './harness.js';

const DIRECT = '/user/queue/direct';

/** Records what the page sends, and delivers what a test lets the server send. */
class FakeConnection extends EventTarget {
  sent = [];
  subscriptions = [];

  subscribe(destination, id, headers = {}) {
    this.subscriptions.push({ destination, ...headers });
  }

  send(destination, { reference, receipt }, { text }) {
    if (destination.startsWith('/app/people/')) this.sent.push({ destination, reference, receipt, text });
  }

  unsubscribe() {}

  rename() {}

  replace() {}

  open() {
    this.#emit('connected', { name: 'ada' });
  }

  lose() {
    this.#emit('lost');
  }

  deliver(seq, from, to, text, epoch = 'e') {
    this.frame(DIRECT, { type: 'direct', position: `${epoch}:${seq}`, from, to, text, at: '2026-11-20T14:02:00Z' });
  }

  acknowledge({ reference, receipt }, seq) {
    this.#emit('receipt', { id: receipt, headers: { reference, position: `e:${seq}` } });
  }

  frame(destination, body) {
    this.#emit('frame', { destination, body });
  }

  /** The headers of the SUBSCRIBE frames for direct messages. */
  get replays() {
    return this.subscriptions.filter((one) => one.destination === DIRECT).map(({ after }) => after ?? null);
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** Loads the page in a tab with this storage, and connects it. */
function load(storage = new Storage()) {
  const pendingMessages = new PendingMessages(storage);
  const { later } = new Timers();
  const session = new Session({ pendingMessages, history: {}, storage, later });
  const connection = new FakeConnection();
  new SessionProtocol({ session, connection, pendingMessages, later, replay: 50, refusalText: ({ sentence }) => sentence, helpText: (line) => line, replyText: (line) => line });
  session.begin('ada', null);
  connection.open();
  return { session, connection, storage, pendingMessages };
}

const texts = (direct) => [...direct.entries].map((entry) => entry.text);
const states = (direct) => [...direct.entries].map((entry) => `${entry.text} ${entry.state}`);
const listed = (session) => session.directs.map((direct) => [direct.name, direct.unread.count]);

test('reconnect asks for the messages after the last one, and each is shown once', () => {
  const { session, connection } = load();
  connection.deliver(1, 'grace', 'ada', 'one');
  connection.deliver(3, 'grace', 'ada', 'three');
  connection.lose();
  connection.open();
  connection.deliver(3, 'grace', 'ada', 'three');
  connection.deliver(4, 'grace', 'ada', 'four');
  equal(connection.replays, [null, 'e:3']);
  equal(texts(session.directs[0]), ['one', 'three', 'four']);
});

test('reload shows all kept messages in their conversations, and counts the unread ones again', () => {
  const { session, connection, storage } = load();
  connection.deliver(1, 'grace', 'ada', 'read');
  session.converse('grace').unread.watched = true;
  session.show(session.room('lobby'));
  connection.deliver(2, 'grace', 'ada', 'unread');
  connection.deliver(3, 'bob', 'ada', 'hi');
  const again = load(storage);
  equal(listed(again.session), [['grace', 0], ['bob', 0]]);
  again.connection.deliver(1, 'grace', 'ada', 'read');
  again.connection.deliver(2, 'grace', 'ada', 'unread');
  again.connection.deliver(3, 'bob', 'ada', 'hi');
  again.connection.deliver(4, 'bob', 'ada', 'sent while the tab was closed');
  equal(again.connection.replays, [null]);
  equal(listed(again.session), [['grace', 1], ['bob', 2]]);
  equal(again.session.directs.map(texts), [['read', 'unread'], ['hi', 'sent while the tab was closed']]);
  equal(again.session.directs.map((direct) => direct.unread.line), ['e:2', 'e:3']);
});

test('second reload during the replay keeps unread messages unread', () => {
  const { connection, storage } = load();
  connection.deliver(1, 'grace', 'ada', 'one');
  connection.deliver(2, 'grace', 'ada', 'two');
  load(storage);
  load(storage).connection.deliver(1, 'grace', 'ada', 'one');
  const { session, connection: last } = load(storage);
  last.deliver(1, 'grace', 'ada', 'one');
  last.deliver(2, 'grace', 'ada', 'two');
  equal(listed(session), [['grace', 2]]);
});

test('unread messages that the server no longer keeps are not counted', () => {
  const { connection, storage } = load();
  connection.deliver(1, 'grace', 'ada', 'old');
  connection.deliver(2, 'grace', 'ada', 'kept');
  const again = load(storage);
  again.connection.deliver(2, 'grace', 'ada', 'kept');
  equal(listed(again.session), [['grace', 1]]);
});

test('only messages that are new to the tab are live', () => {
  const { connection, storage } = load();
  connection.deliver(1, 'grace', 'ada', 'one');
  const again = load(storage);
  const events = recordEvents(again.session.directs[0], 'said');
  again.connection.deliver(1, 'grace', 'ada', 'one');
  again.connection.deliver(2, 'grace', 'ada', 'two');
  equal(events.map(({ detail }) => detail.live), [false, true]);
});

test('closed conversation stays closed over a reload until a new message arrives, and then has its messages', () => {
  const { session, connection, storage } = load();
  connection.deliver(1, 'grace', 'ada', 'one');
  session.close(session.directs[0]);
  const again = load(storage);
  again.connection.deliver(1, 'grace', 'ada', 'one');
  equal(listed(again.session), []);
  again.connection.deliver(2, 'grace', 'ada', 'two');
  equal(listed(again.session), [['grace', 1]]);
  equal(texts(again.session.directs[0]), ['one', 'two']);
});

test('closed conversation has its messages when the user opens it again', () => {
  const { session, connection } = load();
  connection.deliver(1, 'grace', 'ada', 'one');
  session.close(session.directs[0]);
  equal(texts(session.converse('Grace')), ['one']);
});

test('unacknowledged message is sent again with its reference after a reconnect and after a reload', () => {
  const { session, connection, storage } = load();
  session.submit('/msg grace psst');
  connection.lose();
  connection.open();
  const again = load(storage);
  const sent = [...connection.sent, ...again.connection.sent];
  equal(sent.map(({ destination, text }) => [destination, text]), Array(3).fill(['/app/people/grace', 'psst']));
  equal(new Set(sent.map(({ reference }) => reference)).size, 1);
  equal(states(again.session.directs[0]), ['psst pending']);
  again.connection.acknowledge(sent[0], 1);
  again.connection.deliver(1, 'ada', 'grace', 'psst');
  equal(states(again.session.directs[0]), ['psst stored']);
  equal(again.pendingMessages.of('@grace'), []);
});

test('message written without a connection is sent when there is one', () => {
  const { session, connection } = load();
  connection.lose();
  session.submit('/msg grace later');
  equal(connection.sent, []);
  connection.open();
  equal(connection.sent.map(({ text }) => text), ['later']);
});

test('messages of one conversation are sent one by one', () => {
  const { session, connection } = load();
  session.submit('/msg grace one');
  session.submit('two');
  session.submit('/msg bob other');
  equal(connection.sent.map(({ text }) => text), ['one', 'other']);
  connection.acknowledge(connection.sent[0], 1);
  equal(connection.sent.map(({ text }) => text), ['one', 'other', 'two']);
});

test('copy before the receipt and receipt before the copy show a message once', () => {
  const { session, connection } = load();
  session.submit('/msg grace one');
  connection.deliver(1, 'ada', 'grace', 'one');
  connection.acknowledge(connection.sent[0], 1);
  session.submit('two');
  connection.acknowledge(connection.sent[1], 3);
  connection.deliver(2, 'grace', 'ada', 'between');
  connection.deliver(3, 'ada', 'grace', 'two');
  equal(states(session.current), ['one stored', 'between stored', 'two stored']);
});

test('receipt for a message that was stored before the reload creates no duplicate', () => {
  const { session, connection, storage } = load();
  session.submit('/msg grace psst');
  connection.deliver(1, 'ada', 'grace', 'psst');
  session.submit('more');
  const again = load(storage);
  again.connection.deliver(1, 'ada', 'grace', 'psst');
  again.connection.acknowledge(again.connection.sent[0], 1);
  equal(states(again.session.directs[0]), ['psst stored', 'more pending']);
});

test('refused message stays with the reason, also if an earlier one had the same text', () => {
  const { session, connection, storage } = load();
  session.submit('/msg grace ok');
  connection.deliver(1, 'ada', 'grace', 'ok');
  connection.acknowledge(connection.sent[0], 1);
  connection.lose();
  session.submit('ok');
  const again = load(storage);
  again.connection.deliver(1, 'ada', 'grace', 'ok');
  const [{ receipt, reference }] = again.connection.sent;
  again.connection.frame('/user/queue/refusals', { receipt, reference, code: 'no-such-person', sentence: 'No.' });
  const [direct] = again.session.directs;
  equal([...direct.entries].map(({ text, state, reason }) => [text, state, reason]), [['ok', 'stored', null], ['ok', 'refused', 'No.']]);
  direct.retry(reference);
  equal(again.connection.sent.map((one) => one.reference), [reference, reference]);
});

test('pending message of a closed conversation is sent and does not open it', () => {
  const { session, connection, storage } = load();
  connection.lose();
  session.submit('/msg grace bye');
  session.close(session.current);
  const again = load(storage);
  equal(again.connection.sent.map(({ text }) => text), ['bye']);
  again.connection.deliver(1, 'ada', 'grace', 'bye');
  equal(listed(again.session), []);
});

test('messages of another epoch replace the shown ones and are new', () => {
  const { session, connection } = load();
  connection.deliver(7, 'grace', 'ada', 'old');
  session.directs[0].unread.dismiss();
  connection.lose();
  connection.open();
  connection.deliver(1, 'grace', 'ada', 'first', 'f');
  connection.deliver(2, 'grace', 'ada', 'second', 'f');
  equal(texts(session.directs[0]), ['first', 'second']);
  equal(listed(session), [['grace', 2]]);
});

test('own messages from before a change of the nickname are own ones after a reload', () => {
  const { session, connection, storage } = load();
  connection.deliver(1, 'ada', 'grace', 'mine');
  session.called('bea');
  connection.deliver(2, 'grace', 'bea', 'hers');
  const again = load(storage);
  again.session.called('bea');
  again.connection.deliver(1, 'ada', 'grace', 'mine');
  again.connection.deliver(2, 'grace', 'bea', 'hers');
  again.connection.deliver(3, 'ada', 'bea', 'from who has the old nickname now');
  equal(again.session.directs.map((direct) => direct.name), ['grace', 'ada']);
  equal([...again.session.directs[0].entries].map(({ mine }) => mine), [true, false]);
  ok(![...again.session.directs[1].entries][0].mine, 'a message of another user');
});
