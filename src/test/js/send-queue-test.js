import { SendQueue } from '/js/sendQueue.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { equal, recordEvents, test, Storage, Timers } from './harness.js';

function createSendQueue() {
  const storage = new Storage();
  const timers = new Timers();
  const pendingMessages = new PendingMessages(storage);
  const sent = [];
  const sendQueue = new SendQueue(pendingMessages, (message) => sent.push(message.reference), timers.later);
  const put = (reference, room = 'lobby') => {
    pendingMessages.put({ reference, room, text: reference, action: false, at: 0 });
    sendQueue.sendNext(room);
  };
  return { storage, timers, pendingMessages, sent, sendQueue, put, events: recordEvents(sendQueue, 'stored', 'refused', 'unanswered') };
}

test('messages are sent one by one in order, independently for each room', () => {
  const { sendQueue, put, sent } = createSendQueue();
  sendQueue.open('lobby');
  sendQueue.open('java');
  put('a');
  put('b');
  put('j', 'java');
  equal(sent, ['a', 'j']);
  sendQueue.receipt('a', null);
  equal(sent, ['a', 'j', 'b']);
});

test('nothing is sent before the room is joined', () => {
  const { sendQueue, put, sent } = createSendQueue();
  put('a');
  equal(sent, []);
  sendQueue.open('lobby');
  equal(sent, ['a']);
});

test('reconnect resends with the same reference, in order', () => {
  const { sendQueue, put, sent } = createSendQueue();
  sendQueue.open('lobby');
  put('a');
  put('b');
  sendQueue.closeAll();
  sendQueue.open('lobby');
  sendQueue.onConfirmed('a');
  equal(sent, ['a', 'a', 'b']);
});

test('delivered message needs no receipt, and its receipt fires no event', () => {
  const { sendQueue, put, events, pendingMessages } = createSendQueue();
  sendQueue.open('lobby');
  put('a');
  sendQueue.onConfirmed('a');
  sendQueue.receipt('a', null);
  equal([events, pendingMessages.of('lobby')], [[], []]);
});

test('slow-down delays the retry as requested and reports no refusal', () => {
  const { sendQueue, put, sent, events, timers } = createSendQueue();
  sendQueue.open('lobby');
  put('a');
  put('b');
  sendQueue.refusal({ reference: 'a', code: 'slow-down', retryAfterMs: 400 });
  timers.advance(399);
  equal(sent, ['a']);
  timers.advance(1);
  equal(sent, ['a', 'a']);
  sendQueue.receipt('a', null);
  equal(sent, ['a', 'a', 'b']);
  equal(events.map((event) => event.type), ['stored']);
});

test('refused message stays and does not block the next', () => {
  const { sendQueue, put, sent, events, pendingMessages } = createSendQueue();
  sendQueue.open('lobby');
  put('a');
  put('b');
  sendQueue.refusal({ reference: 'a', code: 'muted', sentence: 'You are muted.' });
  equal(sent, ['a', 'b']);
  equal(events[0].detail.refusal.sentence, 'You are muted.');
  equal(pendingMessages.find('a').refused, 'You are muted.');
  sendQueue.receipt('b', null);
  pendingMessages.retry('a');
  sendQueue.sendNext('lobby');
  equal(sent, ['a', 'b', 'a']);
});

test('missing answer is reported once after ten seconds', () => {
  const { sendQueue, put, events, timers } = createSendQueue();
  sendQueue.open('lobby');
  put('a');
  timers.advance(9_999);
  equal(events, []);
  timers.advance(20_000);
  equal(events.map((event) => event.type), ['unanswered']);
});

test('pending messages survive a reload', () => {
  const { storage, put, pendingMessages } = createSendQueue();
  put('a');
  put('b');
  pendingMessages.refuse('a', 'no');
  const reloaded = new PendingMessages(storage);
  equal(reloaded.of('lobby').map((message) => [message.reference, message.refused]), [['a', 'no'], ['b', null]]);
  equal(reloaded.next('lobby').reference, 'b');
});
