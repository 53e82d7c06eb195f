import { Timeline } from '/js/timeline.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { Room } from '/js/room.js';
import { equal, heard, ok, test, Storage, Timers } from './harness.js';

const at = '2026-11-20T14:02:00Z';
const said = (seq, more) => ({ type: 'said', seq, epoch: 'e', from: 'bob', via: 'browser', text: `m${seq}`, at, ...more });
const welcome = (position, head, more) => ({
  type: 'welcome',
  room: 'lobby',
  topic: 'T',
  position: `e:${position}`,
  head: `e:${head}`,
  recovered: true,
  people: { count: 1, first: [{ name: 'ada', via: 'browser', idle: 0 }] },
  ...more,
});
const texts = (room) => [...room.entries].map((entry) => entry.text ?? entry.kind);

/** A room and all that it stands on; `stored` is what the history has. */
function house({ stored = 0, storage = new Storage() } = {}) {
  const pendingMessages = new PendingMessages(storage);
  const all = Array.from({ length: stored }, (_, index) => said(index + 1));
  const asked = [];
  const history = {
    page: async (name, before, limit) => {
      asked.push([before.toString(), limit]);
      const messages = all.filter((message) => message.seq < before.seq).slice(-limit);
      return { messages, beginning: messages[0]?.seq === 1 || messages.length === 0 };
    },
  };
  const timers = new Timers();
  const room = new Room('lobby', { self: { name: 'ada' }, pendingMessages, history, storage, later: timers.later });
  return { room, pendingMessages, asked, all, timers, storage };
}

function entered(options, position = 0, head = position) {
  const things = house(options);
  things.room.entering();
  things.room.receive(welcome(position, head));
  return things;
}

test('the history before the head is not news, what follows is', () => {
  const { room } = house();
  const added = heard(room.entries, 'added');
  room.entering();
  room.receive(welcome(3, 4));
  room.receive(said(4));
  room.receive(said(5));
  equal(added.map(({ detail }) => [detail.entry.text, detail.live]), [['m4', false], ['m5', true]]);
  equal(room.position.toString(), 'e:5');
});

test('a message told twice is shown once', () => {
  const { room } = entered();
  for (const seq of [1, 2, 2, 1, 3]) room.receive(said(seq));
  equal(texts(room), ['m1', 'm2', 'm3']);
});

test('what oneself says is there at once, and confirmed by its reference at its place', () => {
  const { room, pendingMessages } = entered();
  room.publish('mine');
  const [{ reference }] = pendingMessages.of('lobby');
  equal([...room.entries][0].state, 'pending');
  room.receive(said(1));
  room.receive(said(2, { from: 'ada', text: 'mine', reference }));
  equal(texts(room), ['m1', 'mine']);
  equal([...room.entries][1].state, 'stored');
  equal(pendingMessages.of('lobby'), []);
});

test('a receipt before the message itself confirms, and the message still finds its entry', () => {
  const { room, pendingMessages } = entered();
  room.publish('mine');
  const [{ reference }] = pendingMessages.of('lobby');
  pendingMessages.remove(reference);
  room.stored(reference, { epoch: 'e', seq: 1 });
  equal([...room.entries][0].state, 'stored');
  room.receive(said(1, { from: 'ada', text: 'mine', reference }));
  equal(texts(room), ['mine']);
});

test('a receipt for a message that went by before the reload leaves nothing twice', () => {
  const { room, pendingMessages } = house();
  room.publish('mine');
  const [{ reference }] = pendingMessages.of('lobby');
  room.entering();
  room.receive(welcome(60, 60));
  room.stored(reference, { epoch: 'e', seq: 5 });
  equal(texts(room), []);
});

test('coming back counts what others said meanwhile', () => {
  const { room } = entered({}, 3);
  const told = heard(room, 'caught-up');
  room.entering();
  room.receive(welcome(3, 6));
  room.receive(said(4));
  room.receive(said(5, { from: 'ada' }));
  room.receive(said(6));
  equal(told.map(({ detail }) => detail.missed), [2]);
  room.entering();
  room.receive(welcome(6, 6));
  equal(told.map(({ detail }) => detail.missed), [2, 0]);
});

test('a gap is an entry of its own', () => {
  const { room } = entered({}, 3);
  room.receive(said(4));
  room.entering();
  room.receive(welcome(60, 61, { recovered: false, reason: 'no-longer-kept' }));
  room.receive(said(61));
  equal(texts(room), ['m4', 'gap', 'm61']);
});

test('another history takes the place of what was shown', () => {
  const { room } = entered({}, 3);
  room.receive(said(4));
  room.entering();
  room.receive(welcome(0, 1, { position: 'f:0', head: 'f:1', recovered: false, reason: 'other-epoch' }));
  room.receive(said(1, { epoch: 'f', text: 'new' }));
  equal(texts(room), ['notice', 'new']);
  equal(room.position.toString(), 'f:1');
});

test('a hole in the order would be said', () => {
  const { room } = entered();
  room.receive(said(1));
  room.receive(said(3));
  equal(texts(room), ['m1', 'gap', 'm3']);
});

test('a welcome in midstream is news of who is here and nothing else', () => {
  const { room } = entered();
  room.receive(said(1));
  room.receive(welcome(9, 9, { people: { count: 300, first: [] } }));
  room.receive(said(2));
  equal(texts(room), ['m1', 'm2']);
  equal(room.presence.count, 300);
});

test('comings and goings with nothing between them are one entry', () => {
  const { room } = entered();
  const come = (name) => room.receive({ type: 'joined', name, via: 'browser', at });
  come('bob');
  come('cy');
  room.receive({ type: 'left', name: 'bob', reason: '', at });
  equal([...room.entries].map(({ joined, left }) => [joined.map((one) => one.name), left.map((one) => one.name)]), [[['cy'], ['bob']]]);
  room.receive(said(1));
  come('bob');
  equal(texts(room), ['presence', 'm1', 'presence']);
  equal(room.presence.count, 3);
});

test('renaming keeps the person, and tells the visit', () => {
  const { room } = entered();
  const told = heard(room, 'renamed');
  room.receive({ type: 'renamed', from: 'ada', to: 'Ada2', at });
  equal(room.presence.people.map((person) => [person.name, person.via]), [['Ada2', 'browser']]);
  equal(told[0].detail, { from: 'ada', to: 'Ada2' });
});

test('unread is what others said while nobody looked, and the line stands before the first of it', () => {
  const { room } = entered({}, 0);
  room.unread.watched = true;
  room.receive(said(1));
  room.unread.watched = false;
  room.receive(said(2));
  room.receive(said(3, { text: 'hey @ada' }));
  equal([room.unread.count, room.unread.mentions, room.unread.line], [2, 1, 'e:2']);
  room.unread.watched = true;
  equal([room.unread.count, room.unread.line], [0, 'e:2']);
  room.publish('seen');
  equal(room.unread.line, null);
});

test('history on joining is not unread', () => {
  const { room } = entered({}, 0, 2);
  room.receive(said(1));
  room.receive(said(2));
  equal(room.unread.count, 0);
});

test('the outbox shows again after a reload, and a refused one with its reason', () => {
  const storage = new Storage();
  const { room, pendingMessages } = entered({ storage });
  room.publish('one');
  room.publish('two');
  pendingMessages.refuse(pendingMessages.of('lobby')[0].reference, 'no');
  const { room: again } = house({ storage });
  equal([...again.entries].map((entry) => [entry.text, entry.state, entry.reason]), [['one', 'refused', 'no'], ['two', 'pending', null]]);
});

test('retrying moves a message behind what waits; discarding gives its text back', () => {
  const { room, pendingMessages } = entered();
  room.publish('one');
  room.publish('two');
  const [{ reference }] = pendingMessages.of('lobby');
  pendingMessages.refuse(reference, 'no');
  room.refused(reference, 'no');
  room.retry(reference);
  equal([...room.entries].map((entry) => [entry.text, entry.state]), [['two', 'pending'], ['one', 'pending']]);
  equal(room.discard(reference), 'one');
  equal(pendingMessages.of('lobby').map((message) => message.text), ['two']);
});

test('older pages come before what is shown until the beginning', async () => {
  const { room, asked } = entered({ stored: 130 }, 119, 120);
  room.receive(said(120));
  ok(await room.older(), 'a page');
  equal(asked, [['e:120', 100]]);
  equal(room.entries.oldest.text, 'm20');
  ok(!room.atBeginning, 'not yet');
  await room.older();
  equal([room.entries.oldest.text, room.atBeginning], ['m1', true]);
  ok(!(await room.older()), 'nothing more');
});

test('asking twice at once loads one page', async () => {
  const { room, asked } = entered({ stored: 500 }, 499, 500);
  room.receive(said(500));
  await Promise.all([room.older(), room.older()]);
  equal(asked.length, 1);
});

test('while one reads back a full page grows no further, and the newest come back when asked', async () => {
  const { room, all } = entered({ stored: 1_000 }, 0);
  for (let seq = 1; seq <= Timeline.LIMIT; seq++) room.receive(said(seq));
  room.following = false;
  for (let seq = Timeline.LIMIT + 1; seq <= all.length; seq++) room.receive(said(seq));
  equal([room.entries.length, room.entries.last.text, room.detached], [Timeline.LIMIT, `m${Timeline.LIMIT}`, true]);
  equal(room.unread.count, 1_000);
  await room.newer();
  equal([room.entries.last.text, room.entries.oldest.text], [`m${Timeline.LIMIT + 100}`, 'm101']);
  await room.newest();
  equal([room.entries.last.text, room.detached], ['m1000', false]);
  room.following = true;
  room.receive(said(1_001));
  equal(room.entries.last.text, 'm1001');
});

test('ten thousand messages leave as many entries as a page may hold', () => {
  const { room } = entered();
  for (let seq = 1; seq <= 10_000; seq++) room.receive(said(seq));
  equal([room.entries.length, room.entries.oldest.text], [Timeline.LIMIT, `m${10_001 - Timeline.LIMIT}`]);
});

test('writing counts for five seconds, or until something is said', () => {
  const { room, timers } = entered();
  room.receive({ type: 'typing', name: 'bob' });
  room.receive({ type: 'typing', name: 'ada' });
  equal(room.typing.names, ['bob']);
  timers.pass(4_000);
  room.receive({ type: 'typing', name: 'bob' });
  timers.pass(4_000);
  equal(room.typing.names, ['bob']);
  timers.pass(1_000);
  equal(room.typing.names, []);
  room.receive({ type: 'typing', name: 'bob' });
  room.receive(said(1));
  equal(room.typing.names, []);
});
