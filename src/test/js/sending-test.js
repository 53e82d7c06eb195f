import { Courier } from '/js/courier.js';
import { Outbox } from '/js/outbox.js';
import { equal, heard, test, Storage, Timers } from './harness.js';

function post() {
  const storage = new Storage();
  const timers = new Timers();
  const outbox = new Outbox(storage);
  const sent = [];
  const courier = new Courier(outbox, (letter) => sent.push(letter.reference), timers.later);
  const put = (reference, room = 'lobby') => {
    outbox.put({ reference, room, text: reference, action: false, at: 0 });
    courier.nudge(room);
  };
  return { storage, timers, outbox, sent, courier, put, told: heard(courier, 'stored', 'refused', 'unanswered') };
}

test('letters go one at a time, in order, each room by itself', () => {
  const { courier, put, sent } = post();
  courier.open('lobby');
  courier.open('java');
  put('a');
  put('b');
  put('j', 'java');
  equal(sent, ['a', 'j']);
  courier.receipt('a', null);
  equal(sent, ['a', 'j', 'b']);
});

test('nothing goes before the room is entered', () => {
  const { courier, put, sent } = post();
  put('a');
  equal(sent, []);
  courier.open('lobby');
  equal(sent, ['a']);
});

test('a lost connection sends again with the same reference, in order', () => {
  const { courier, put, sent } = post();
  courier.open('lobby');
  put('a');
  put('b');
  courier.closeAll();
  courier.open('lobby');
  courier.heard('a');
  equal(sent, ['a', 'a', 'b']);
});

test('a letter that was heard needs no receipt, and its receipt tells nothing new', () => {
  const { courier, put, told, outbox } = post();
  courier.open('lobby');
  put('a');
  courier.heard('a');
  courier.receipt('a', null);
  equal([told, outbox.of('lobby')], [[], []]);
});

test('asked to slow down the courier waits as long as told, without a word', () => {
  const { courier, put, sent, told, timers } = post();
  courier.open('lobby');
  put('a');
  put('b');
  courier.refusal({ reference: 'a', code: 'slow-down', retryAfterMs: 400 });
  timers.pass(399);
  equal(sent, ['a']);
  timers.pass(1);
  equal(sent, ['a', 'a']);
  courier.receipt('a', null);
  equal(sent, ['a', 'a', 'b']);
  equal(told.map((event) => event.type), ['stored']);
});

test('a refused letter stays, and does not hold up the next', () => {
  const { courier, put, sent, told, outbox } = post();
  courier.open('lobby');
  put('a');
  put('b');
  courier.refusal({ reference: 'a', code: 'muted', sentence: 'You are muted.' });
  equal(sent, ['a', 'b']);
  equal(told[0].detail.refusal.sentence, 'You are muted.');
  equal(outbox.find('a').refused, 'You are muted.');
  courier.receipt('b', null);
  outbox.retry('a');
  courier.nudge('lobby');
  equal(sent, ['a', 'b', 'a']);
});

test('no answer in ten seconds puts the connection in doubt, once', () => {
  const { courier, put, told, timers } = post();
  courier.open('lobby');
  put('a');
  timers.pass(9_999);
  equal(told, []);
  timers.pass(20_000);
  equal(told.map((event) => event.type), ['unanswered']);
});

test('the outbox survives a reload', () => {
  const { storage, put, outbox } = post();
  put('a');
  put('b');
  outbox.refuse('a', 'no');
  const reloaded = new Outbox(storage);
  equal(reloaded.of('lobby').map((letter) => [letter.reference, letter.refused]), [['a', 'no'], ['b', null]]);
  equal(reloaded.next('lobby').reference, 'b');
});
