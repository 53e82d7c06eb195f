import { SendQueue } from '/js/sendQueue.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { equal, heard, test, Storage, Timers } from './harness.js';

function post() {
  const storage = new Storage();
  const timers = new Timers();
  const pendingMessages = new PendingMessages(storage);
  const sent = [];
  const sendQueue = new SendQueue(pendingMessages, (message) => sent.push(message.reference), timers.later);
  const put = (reference, room = 'lobby') => {
    pendingMessages.put({ reference, room, text: reference, action: false, at: 0 });
    sendQueue.sendNext(room);
  };
  return { storage, timers, pendingMessages, sent, sendQueue, put, told: heard(sendQueue, 'stored', 'refused', 'unanswered') };
}

test('messages go one at a time, in order, each room by itself', () => {
  const { sendQueue, put, sent } = post();
  sendQueue.open('lobby');
  sendQueue.open('java');
  put('a');
  put('b');
  put('j', 'java');
  equal(sent, ['a', 'j']);
  sendQueue.receipt('a', null);
  equal(sent, ['a', 'j', 'b']);
});

test('nothing goes before the room is entered', () => {
  const { sendQueue, put, sent } = post();
  put('a');
  equal(sent, []);
  sendQueue.open('lobby');
  equal(sent, ['a']);
});

test('a lost connection sends again with the same reference, in order', () => {
  const { sendQueue, put, sent } = post();
  sendQueue.open('lobby');
  put('a');
  put('b');
  sendQueue.closeAll();
  sendQueue.open('lobby');
  sendQueue.onConfirmed('a');
  equal(sent, ['a', 'a', 'b']);
});

test('a message that was received needs no receipt, and its receipt tells nothing new', () => {
  const { sendQueue, put, told, pendingMessages } = post();
  sendQueue.open('lobby');
  put('a');
  sendQueue.onConfirmed('a');
  sendQueue.receipt('a', null);
  equal([told, pendingMessages.of('lobby')], [[], []]);
});

test('asked to slow down the courier waits as long as told, without a word', () => {
  const { sendQueue, put, sent, told, timers } = post();
  sendQueue.open('lobby');
  put('a');
  put('b');
  sendQueue.refusal({ reference: 'a', code: 'slow-down', retryAfterMs: 400 });
  timers.pass(399);
  equal(sent, ['a']);
  timers.pass(1);
  equal(sent, ['a', 'a']);
  sendQueue.receipt('a', null);
  equal(sent, ['a', 'a', 'b']);
  equal(told.map((event) => event.type), ['stored']);
});

test('a refused message stays, and does not hold up the next', () => {
  const { sendQueue, put, sent, told, pendingMessages } = post();
  sendQueue.open('lobby');
  put('a');
  put('b');
  sendQueue.refusal({ reference: 'a', code: 'muted', sentence: 'You are muted.' });
  equal(sent, ['a', 'b']);
  equal(told[0].detail.refusal.sentence, 'You are muted.');
  equal(pendingMessages.find('a').refused, 'You are muted.');
  sendQueue.receipt('b', null);
  pendingMessages.retry('a');
  sendQueue.sendNext('lobby');
  equal(sent, ['a', 'b', 'a']);
});

test('no answer in ten seconds puts the connection in doubt, once', () => {
  const { sendQueue, put, told, timers } = post();
  sendQueue.open('lobby');
  put('a');
  timers.pass(9_999);
  equal(told, []);
  timers.pass(20_000);
  equal(told.map((event) => event.type), ['unanswered']);
});

test('the outbox survives a reload', () => {
  const { storage, put, pendingMessages } = post();
  put('a');
  put('b');
  pendingMessages.refuse('a', 'no');
  const reloaded = new PendingMessages(storage);
  equal(reloaded.of('lobby').map((message) => [message.reference, message.refused]), [['a', 'no'], ['b', null]]);
  equal(reloaded.next('lobby').reference, 'b');
});
