import { NotificationLevels } from '/js/notificationLevels.js';
import { IgnoredUsers } from '/js/ignoredUsers.js';
import { shownState } from '/js/messageState.js';
import { Timeline } from '/js/timeline.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { Room } from '/js/room.js';
import { equal, ok, recordEvents, test, Storage, Timers } from './harness.js';

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

/** Creates a room and its dependencies; `stored` is the number of messages in the history. */
function createRoom({ stored = 0, storage = new Storage() } = {}) {
  const pendingMessages = new PendingMessages(storage);
  const all = Array.from({ length: stored }, (_, index) => said(index + 1));
  const requests = [];
  const history = {
    page: async (name, before, limit) => {
      requests.push([before.toString(), limit]);
      const messages = all.filter((message) => message.seq < before.seq).slice(-limit);
      return { messages, beginning: messages[0]?.seq === 1 || messages.length === 0 };
    },
  };
  const timers = new Timers();
  const ignored = new IgnoredUsers(storage);
  const room = new Room('lobby', { self: { name: 'ada' }, pendingMessages, history, storage, later: timers.later, ignored, levels: new NotificationLevels({ storage, later: timers.later }) });
  return { room, pendingMessages, requests, all, timers, storage, ignored };
}

function joinRoom(options, position = 0, head = position) {
  const dependencies = createRoom(options);
  dependencies.room.entering();
  dependencies.room.receive(welcome(position, head));
  return dependencies;
}

test('messages up to the head are history, later ones are live', () => {
  const { room } = createRoom();
  const added = recordEvents(room.entries, 'added');
  room.entering();
  room.receive(welcome(3, 4));
  room.receive(said(4));
  room.receive(said(5));
  equal(added.map(({ detail }) => [detail.entry.text, detail.live]), [['m4', false], ['m5', true]]);
  equal(room.position.toString(), 'e:5');
});

test('message received twice is shown once', () => {
  const { room } = joinRoom();
  for (const seq of [1, 2, 2, 1, 3]) room.receive(said(seq));
  equal(texts(room), ['m1', 'm2', 'm3']);
});

test('own message is shown at once and confirmed by its reference at its position', () => {
  const { room, pendingMessages } = joinRoom();
  room.publish('mine');
  const [{ reference }] = pendingMessages.of('lobby');
  equal([...room.entries][0].state, 'pending');
  room.receive(said(1));
  room.receive(said(2, { from: 'ada', text: 'mine', reference }));
  equal(texts(room), ['m1', 'mine']);
  equal([...room.entries][1].state, 'stored');
  equal(pendingMessages.of('lobby'), []);
});

test('receipt before the message confirms it, and the message updates the same entry', () => {
  const { room, pendingMessages } = joinRoom();
  room.publish('mine');
  const [{ reference }] = pendingMessages.of('lobby');
  pendingMessages.remove(reference);
  room.stored({ reference }, { epoch: 'e', seq: 1 });
  equal([...room.entries][0].state, 'stored');
  room.receive(said(1, { from: 'ada', text: 'mine', reference }));
  equal(texts(room), ['mine']);
});

test('receipt for a message from before a reload creates no duplicate', () => {
  const { room, pendingMessages } = createRoom();
  room.publish('mine');
  const [{ reference }] = pendingMessages.of('lobby');
  room.entering();
  room.receive(welcome(60, 60));
  room.stored({ reference }, { epoch: 'e', seq: 5 });
  equal(texts(room), []);
});

test('rejoin counts the missed messages of others', () => {
  const { room } = joinRoom({}, 3);
  const events = recordEvents(room, 'caught-up');
  room.entering();
  room.receive(welcome(3, 6));
  room.receive(said(4));
  room.receive(said(5, { from: 'ada' }));
  room.receive(said(6));
  equal(events.map(({ detail }) => detail.missed), [2]);
  room.entering();
  room.receive(welcome(6, 6));
  equal(events.map(({ detail }) => detail.missed), [2, 0]);
});

test('gap is an entry of its own', () => {
  const { room } = joinRoom({}, 3);
  room.receive(said(4));
  room.entering();
  room.receive(welcome(60, 61, { recovered: false, reason: 'no-longer-kept' }));
  room.receive(said(61));
  equal(texts(room), ['m4', 'gap', 'm61']);
});

test('new epoch replaces the shown entries', () => {
  const { room } = joinRoom({}, 3);
  room.receive(said(4));
  room.entering();
  room.receive(welcome(0, 1, { position: 'f:0', head: 'f:1', recovered: false, reason: 'other-epoch' }));
  room.receive(said(1, { epoch: 'f', text: 'new' }));
  equal(texts(room), ['notice', 'new']);
  equal(room.position.toString(), 'f:1');
});

test('missing number is shown as a gap', () => {
  const { room } = joinRoom();
  room.receive(said(1));
  room.receive(said(3));
  equal(texts(room), ['m1', 'gap', 'm3']);
});

test('second welcome only updates the presence', () => {
  const { room } = joinRoom();
  room.receive(said(1));
  room.receive(welcome(9, 9, { people: { count: 300, first: [] } }));
  room.receive(said(2));
  equal(texts(room), ['m1', 'm2']);
  equal(room.presence.count, 300);
});

test('adjacent joins and leaves are one entry', () => {
  const { room } = joinRoom();
  const join = (name) => room.receive({ type: 'joined', name, via: 'browser', at });
  join('bob');
  join('cy');
  room.receive({ type: 'left', name: 'bob', reason: '', at });
  equal([...room.entries].map(({ joined, left }) => [joined.map((one) => one.name), left.map((one) => one.name)]), [[['cy'], ['bob']]]);
  room.receive(said(1));
  join('bob');
  equal(texts(room), ['presence', 'm1', 'presence']);
  equal(room.presence.count, 3);
});

test('nickname change keeps the user and notifies the session', () => {
  const { room } = joinRoom();
  const events = recordEvents(room, 'renamed');
  room.receive({ type: 'renamed', from: 'ada', to: 'Ada2', at });
  equal(room.presence.people.map((person) => [person.name, person.via]), [['Ada2', 'browser']]);
  equal(events[0].detail, { from: 'ada', to: 'Ada2' });
});

test('messages of others are unread while the room is hidden, and the line is before the first', () => {
  const { room } = joinRoom({}, 0);
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

test('history after a join is not unread', () => {
  const { room } = joinRoom({}, 0, 2);
  room.receive(said(1));
  room.receive(said(2));
  equal(room.unread.count, 0);
});

test('pending messages are shown after a reload, refused ones with their reason', () => {
  const storage = new Storage();
  const { room, pendingMessages } = joinRoom({ storage });
  room.publish('one');
  room.publish('two');
  pendingMessages.refuse(pendingMessages.of('lobby')[0].reference, 'no');
  const { room: again } = createRoom({ storage });
  equal([...again.entries].map((entry) => [entry.text, entry.state, entry.reason]), [['one', 'refused', 'no'], ['two', 'pending', null]]);
});

test('retry moves a message after pending ones; discard returns its text', () => {
  const { room, pendingMessages } = joinRoom();
  room.publish('one');
  room.publish('two');
  const [{ reference }] = pendingMessages.of('lobby');
  pendingMessages.refuse(reference, 'no');
  room.refused({ reference }, 'no');
  room.retry(reference);
  equal([...room.entries].map((entry) => [entry.text, entry.state]), [['two', 'pending'], ['one', 'pending']]);
  equal(room.discard(reference), 'one');
  equal(pendingMessages.of('lobby').map((message) => message.text), ['two']);
});

test('older pages are added before the entries until the beginning', async () => {
  const { room, requests } = joinRoom({ stored: 130 }, 119, 120);
  room.receive(said(120));
  ok(await room.older(), 'a page');
  equal(requests, [['e:120', 100]]);
  equal(room.entries.oldest.text, 'm20');
  ok(!room.atBeginning, 'not yet');
  await room.older();
  equal([room.entries.oldest.text, room.atBeginning], ['m1', true]);
  ok(!(await room.older()), 'nothing more');
});

test('two simultaneous requests load one page', async () => {
  const { room, requests } = joinRoom({ stored: 500 }, 499, 500);
  room.receive(said(500));
  await Promise.all([room.older(), room.older()]);
  equal(requests.length, 1);
});

test('full timeline does not grow while detached, and loads the newest on request', async () => {
  const { room, all } = joinRoom({ stored: 1_000 }, 0);
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

test('timeline keeps its length limit after ten thousand messages', () => {
  const { room } = joinRoom();
  for (let seq = 1; seq <= 10_000; seq++) room.receive(said(seq));
  equal([room.entries.length, room.entries.oldest.text], [Timeline.LIMIT, `m${10_001 - Timeline.LIMIT}`]);
});

test('typing notice ends after five seconds or with a message', () => {
  const { room, timers } = joinRoom();
  room.receive({ type: 'typing', name: 'bob' });
  room.receive({ type: 'typing', name: 'ada' });
  equal(room.typing.names, ['bob']);
  timers.advance(4_000);
  room.receive({ type: 'typing', name: 'bob' });
  timers.advance(4_000);
  equal(room.typing.names, ['bob']);
  timers.advance(1_000);
  equal(room.typing.names, []);
  room.receive({ type: 'typing', name: 'bob' });
  room.receive(said(1));
  equal(room.typing.names, []);
});

test('the latest part is loaded after a page that is being loaded', async () => {
  const { room } = joinRoom({ stored: 600 }, 600);
  await room.around({ epoch: 'e', seq: 100, toString: () => 'e:100' });
  const newer = room.newer();
  const newest = room.newest();
  await Promise.all([newer, newest]);
  equal([room.detached, [...room.entries].at(-1).text], [false, 'm600']);
});

test('messages of an ignored user are hidden through a new nickname, and are not counted', () => {
  const { room, ignored, storage } = joinRoom();
  const heard = recordEvents(room, 'said');
  ignored.addEventListener('changed', () => room.hideIgnored());
  room.receive(said(1));
  ignored.add('BOB');
  room.receive({ type: 'renamed', from: 'bob', to: 'eve', at });
  room.receive(said(2, { from: 'eve' }));
  room.receive(said(3, { from: 'cyd' }));
  const shown = () => [...room.entries].filter((entry) => entry.kind === 'message').map((entry) => [entry.from, entry.hidden]);
  equal(shown(), [['bob', false], ['eve', true], ['cyd', false]]);
  equal(heard.map(({ detail }) => detail.entry.from), ['bob', 'cyd']);
  equal(room.position.toString(), 'e:3');
  equal(new IgnoredUsers(storage).names, ['eve']);
  ok(ignored.remove('Eve'));
  equal(shown().map(([, hidden]) => hidden), [false, false, false]);
});

test('reactions of ignored users are not shown, and edits do not show their messages', () => {
  const { room, ignored } = joinRoom();
  ignored.addEventListener('changed', () => room.hideIgnored());
  room.receive(said(1, { from: 'cyd', reactions: [{ emoji: '👍', count: 2, names: ['bob', 'cyd'] }, { emoji: '❤️', count: 1, names: ['bob'] }] }));
  room.receive(said(2));
  const entry = (seq) => room.entries.find((one) => one.seq === seq);
  const shown = () => shownState(entry(1)).reactions.map(({ emoji, count, names }) => [emoji, count, ...names]);
  equal(shown(), [['👍', 2, 'bob', 'cyd'], ['❤️', 1, 'bob']]);
  const changed = recordEvents(room.entries, 'changed');
  ignored.add('bob');
  equal(shown(), [['👍', 1, 'cyd']]);
  equal(changed.map(({ detail }) => detail.entry.seq), [1, 2]);
  room.receive({ type: 'reacted', seq: 3, epoch: 'e', target: 1, targetAt: at, emoji: '☕', by: 'bob', removed: false, count: 1, at });
  room.receive({ type: 'edited', seq: 4, epoch: 'e', target: 2, targetAt: at, text: 'new', by: 'bob', at });
  equal(shown(), [['👍', 1, 'cyd']]);
  equal([entry(2).text, entry(2).hidden], ['new', true]);
  ignored.remove('bob');
  equal(shown(), [['👍', 2, 'bob', 'cyd'], ['❤️', 1, 'bob'], ['☕', 1, 'bob']]);
});

test('ignored user stays hidden under a nickname that this tab did not see, and another user with the old one is shown', () => {
  const { room, ignored, storage } = joinRoom();
  ignored.addEventListener('changed', () => room.hideIgnored());
  room.receive(said(1, { userId: 'id-bob' }));
  ignored.add('Bob');
  room.receive(said(2, { from: 'eve', userId: 'id-bob' }));
  room.receive(said(3, { from: 'bob', userId: 'id-other' }));
  room.receive(said(4, { from: 'bob', via: 'terminal', userId: undefined }));
  const hidden = () => [...room.entries].filter(({ kind }) => kind === 'message').map((entry) => entry.hidden);
  equal(hidden(), [true, true, false, false]);
  equal(ignored.names, ['eve']);
  const reloaded = new IgnoredUsers(storage);
  equal([reloaded.has('x', 'id-bob'), reloaded.has('bob', 'id-other'), reloaded.names], [true, false, ['eve']]);
  ok(ignored.remove('eve'));
  equal(hidden(), [false, false, false, false]);
});

test('user ignored by a nickname is known by the id of the first message', () => {
  const { room, ignored } = joinRoom();
  ignored.add('bob');
  room.receive(said(1, { userId: 'id-bob' }));
  room.receive(said(2, { from: 'eve', userId: 'id-bob' }));
  equal([...room.entries].map(({ hidden }) => hidden).filter((one) => one !== undefined), [true, true]);
  equal([ignored.has('eve', 'id-bob'), ignored.has('bob', 'id-cyd')], [true, false]);
});

test('quote of an ignored user is hidden, and reactions are hidden by the id', () => {
  const { room, ignored } = joinRoom();
  ignored.addEventListener('changed', () => room.hideIgnored());
  room.receive(said(1, { userId: 'id-bob' }));
  const reactions = [{ emoji: '👍', count: 2, names: ['earlier', 'cyd'], userIds: ['id-bob', 'id-cyd'] }];
  room.receive(said(2, { from: 'cyd', userId: 'id-cyd', reactions, replyTo: { seq: 1, name: 'earlier', userId: 'id-bob', text: 'secret' } }));
  const entry = room.entries.find(({ seq }) => seq === 2);
  const changed = recordEvents(room.entries, 'changed');
  equal([shownState(entry).quoteHidden, shownState(entry).reactions[0].count], [false, 2]);
  ignored.add('bob');
  equal([shownState(entry).quoteHidden, shownState(entry).reactions[0].names], [true, ['cyd']]);
  ok(changed.some(({ detail }) => detail.entry.seq === 2));
  room.receive({ type: 'reacted', seq: 3, epoch: 'e', target: 2, targetAt: at, emoji: '👍', by: 'later', userId: 'id-bob', removed: true, count: 1, at });
  equal(room.entries.find(({ seq }) => seq === 2).reactions[0].names, ['cyd']);
});

test('changed settings of a room are shown', () => {
  const { room } = joinRoom();
  room.receive({ type: 'settings', locked: true, slow: 0, by: 'ada', at });
  room.receive({ type: 'settings', locked: false, slow: 30, by: 'ada', at });
  equal([...room.entries].map(({ key, values }) => [key, ...values]), [['settings.locked', 'ada'], ['settings.slow', 'ada', 30]]);
});
