import { NotificationLevels } from '/js/notificationLevels.js';
import { IgnoredUsers } from '/js/ignoredUsers.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { Room } from '/js/room.js';
import { groupingOf } from '/js/messageGrouping.js';
import { changeOf, firstLine, isChangeable, shownState, stateOf } from '/js/messageState.js';
import { equal, ok, Random, recordEvents, Storage, test, Timers } from './harness.js';

const at = '2026-11-20T14:02:00Z';
const later = '2026-11-20T14:05:00Z';
const said = (seq, more) => ({ type: 'said', seq, epoch: 'e', from: 'bob', via: 'browser', text: `m${seq}`, at, ...more });
const edited = (seq, target, text, more) => ({ type: 'edited', seq, epoch: 'e', target, text, by: 'bob', at: later, ...more });
const deleted = (seq, target, more) => ({ type: 'deleted', seq, epoch: 'e', target, by: 'bob', at: later, ...more });
const reacted = (seq, target, emoji, count, more) => ({ type: 'reacted', seq, epoch: 'e', target, emoji, by: 'bob', removed: false, count, at: later, ...more });
const welcome = (position, head, more) => ({ type: 'welcome', room: 'lobby', topic: 'T', position: `e:${position}`, head: `e:${head}`, recovered: true, people: { count: 0, first: [] }, ...more });
const texts = (room) => [...room.entries].map((entry) => entry.text ?? entry.kind);
const entry = (room, seq) => room.entries.find((one) => one.seq === seq);
const shown = (room, seq) => shownState(entry(room, seq));
const kinds = (reactions) => reactions.map(({ emoji, count, mine }) => `${emoji}${count}${mine ? '*' : ''}`);

function joinRoom({ storage = new Storage(), page, position = 0, head = position, epoch = 'e' } = {}) {
  const pendingMessages = new PendingMessages(storage);
  const room = new Room('lobby', { self: { name: 'ada' }, pendingMessages, history: { page }, storage, later: new Timers().later, ignored: new IgnoredUsers(storage), levels: new NotificationLevels({ storage, later: new Timers().later }) });
  const joined = welcome(position, head);
  room.entering();
  room.receive({ ...joined, position: joined.position.replace('e', epoch), head: joined.head.replace('e', epoch) });
  return { room, pendingMessages, storage };
}

/** Returns the reference of the last pending change. */
const lastReference = (pendingMessages) => pendingMessages.changesOf('lobby').at(-1).reference;

/** Confirms a pending change by its receipt, as the send queue does. */
function acknowledge(room, pendingMessages, reference, position) {
  const message = pendingMessages.find(reference);
  pendingMessages.remove(reference);
  room.stored(message, position);
}

test('edit replaces the text, once and twice, and moves the position', () => {
  const { room } = joinRoom();
  room.receive(said(1));
  room.receive(edited(2, 1, 'new'));
  room.receive(edited(2, 1, 'again'));
  equal([entry(room, 1).text, entry(room, 1).edited, room.position.toString()], ['new', { by: 'bob', at: Date.parse(later) }, 'e:2']);
  room.receive(said(3));
  equal(texts(room), ['new', 'm3']);
});

test('deletion empties a message, and later changes of it have no effect', () => {
  const { room } = joinRoom();
  room.receive(said(1, { reactions: [{ emoji: '👍', count: 1, names: ['cy'] }], edited: { by: 'bob', at } }));
  room.receive(deleted(2, 1));
  room.receive(edited(3, 1, 'back'));
  room.receive(reacted(4, 1, '👍', 1));
  const { text, edited: mark, deleted: gone, reactions } = entry(room, 1);
  equal([text, mark, gone.by, reactions], ['', null, 'bob', []]);
});

test('message arrives with its state', () => {
  const { room } = joinRoom();
  room.receive(said(1, { text: '', deleted: { by: 'Server', at } }));
  room.receive(said(2, { edited: { by: 'bob', at: later }, reactions: [{ emoji: '👍', count: 2, names: ['cy', 'ada'] }], replyTo: { seq: 1, name: 'bob', text: '' } }));
  equal([entry(room, 1).deleted.by, entry(room, 2).edited.by, kinds(entry(room, 2).reactions), entry(room, 2).replyTo.text], ['Server', 'bob', ['👍2*'], '']);
});

test('previews of replies follow the message, as the server does: first line, 100 characters', () => {
  const { room } = joinRoom();
  room.receive(said(1));
  room.receive(said(2, { replyTo: { seq: 1, name: 'bob', text: 'm1' } }));
  room.receive(edited(3, 1, 'one\ntwo'));
  equal(entry(room, 2).replyTo, { seq: 1, name: 'bob', text: 'one' });
  room.receive(deleted(4, 1));
  equal(entry(room, 2).replyTo, { seq: 1, name: 'bob', text: '' });
  equal([firstLine('𝒳'.repeat(100)), firstLine('𝒳'.repeat(101))], ['𝒳'.repeat(100), `${'𝒳'.repeat(99)}…`]);
  equal([firstLine('a\nb'), firstLine('\n a \nb'), firstLine(`${'x'.repeat(98)} yyy`)], ['a', 'a', `${'x'.repeat(98)}…`]);
});

test('preview of an expired message stays so', () => {
  const { room } = joinRoom();
  room.receive(said(2, { replyTo: { seq: 1 } }));
  ok(room.position.seq === 2, 'position');
  room.receive(edited(3, 1, 'text'));
  equal(entry(room, 2).replyTo, { seq: 1 });
});

test('reactions have the count of the event, and the names', () => {
  const { room } = joinRoom();
  room.receive(said(1));
  room.receive(reacted(2, 1, '👍', 1));
  room.receive(reacted(3, 1, '👍', 2, { by: 'ada' }));
  room.receive(reacted(4, 1, '🎉', 1, { by: 'cy' }));
  equal(entry(room, 1).reactions.map(({ emoji, count, names, mine }) => [emoji, count, names.join(), mine]), [['👍', 2, 'bob,ada', true], ['🎉', 1, 'cy', false]]);
  room.receive(reacted(5, 1, '👍', 1, { removed: true, by: 'ada' }));
  room.receive(reacted(6, 1, '🎉', 0, { removed: true, by: 'cy' }));
  equal(entry(room, 1).reactions.map(({ emoji, count, names, mine }) => [emoji, count, names.join(), mine]), [['👍', 1, 'bob', false]]);
});

test('replay of changes that a message includes already gives the same state', () => {
  const random = new Random(7);
  for (let round = 0; round < 50; round++) {
    const events = [];
    const counts = new Map();
    for (let seq = 2; seq < 20; seq++) {
      const [emoji, by, what] = [random.pick(['👍', '🎉']), random.pick(['ada', 'bob', 'cy']), random.below(10)];
      const users = counts.get(emoji) ?? new Set();
      counts.set(emoji, users);
      const removed = users.has(by);
      if (what < 6) (removed ? users.delete(by) : users.add(by));
      if (what < 6) events.push(reacted(seq, 1, emoji, users.size, { by, removed }));
      else if (what < 9) events.push(edited(seq, 1, `t${seq}`));
      else events.push({ type: 'other', seq, epoch: 'e', target: 5 });
    }
    const start = { kind: 'message', epoch: 'e', seq: 1, ...stateOf(said(1), 'ada') };
    const apply = (state, list) => list.reduce((now, event) => (event.type === 'other' ? now : { ...now, ...changeOf(now, event, 'ada') }), state);
    const end = apply(start, events);
    const from = random.below(events.length);
    const sorted = ({ reactions, ...state }) => ({ ...state, reactions: reactions.map((one) => ({ ...one, names: [...one.names].sort() })).sort((a, b) => a.emoji.localeCompare(b.emoji)) });
    equal(sorted(apply(end, events.slice(from))), sorted(end));
  }
});

test('changes are not unread and not missed messages, but complete the replay', () => {
  const { room } = joinRoom({ position: 1, head: 1 });
  const events = recordEvents(room, 'caught-up');
  room.receive(said(2));
  room.unread.watched = false;
  const before = room.unread.count;
  room.receive(edited(3, 2, 'x'));
  equal(room.unread.count, before);
  room.entering();
  room.receive(welcome(3, 5));
  room.receive(said(4));
  room.receive(reacted(5, 2, '👍', 1));
  equal(events.map(({ detail }) => detail.missed), [1]);
});

test('an edit that mentions the user marks the message', () => {
  const { room } = joinRoom();
  room.receive(said(1));
  room.receive(edited(2, 1, 'hey @ada'));
  ok(entry(room, 1).mention, 'mentions');
  room.receive(deleted(3, 1));
  ok(!entry(room, 1).mention, 'does not');
});

test('own edit is shown at once, pending, and confirmed by its event', () => {
  const { room, pendingMessages } = joinRoom();
  const sent = recordEvents(room, 'outgoing');
  room.receive(said(1, { from: 'ada' }));
  room.edit(entry(room, 1), 'new');
  equal([shown(room, 1).text, shown(room, 1).waiting.kind, entry(room, 1).text, sent.length], ['new', 'edit', 'm1', 1]);
  room.receive(edited(2, 1, 'new', { by: 'ada', reference: lastReference(pendingMessages) }));
  equal([shown(room, 1).text, shown(room, 1).waiting, pendingMessages.changesOf('lobby').length], ['new', null, 0]);
});

test('receipt of an edit applies it before its event arrives', () => {
  const { room, pendingMessages } = joinRoom();
  room.receive(said(1, { from: 'ada' }));
  room.edit(entry(room, 1), 'new');
  acknowledge(room, pendingMessages, lastReference(pendingMessages), { epoch: 'e', seq: 2 });
  equal([entry(room, 1).text, entry(room, 1).edited.by, shown(room, 1).waiting], ['new', 'ada', null]);
});

test('receipt of an old edit does not undo a later change', () => {
  const { room, pendingMessages } = joinRoom();
  room.receive(said(1, { from: 'ada' }));
  room.edit(entry(room, 1), 'mine');
  room.receive(edited(2, 1, 'mine', { by: 'ada' }));
  room.receive(edited(3, 1, 'of the operator', { by: 'Server' }));
  acknowledge(room, pendingMessages, lastReference(pendingMessages), { epoch: 'e', seq: 2 });
  equal(entry(room, 1).text, 'of the operator');
});

test('refused edit keeps the typed text, shows the old one, and can be edited or discarded', () => {
  const { room, pendingMessages, storage } = joinRoom();
  room.receive(said(1, { from: 'ada' }));
  room.edit(entry(room, 1), 'too late');
  const reference = lastReference(pendingMessages);
  pendingMessages.refuse(reference, 'Too old.');
  room.refused(pendingMessages.find(reference), 'Too old.');
  equal([shown(room, 1).text, shown(room, 1).refused.text, shown(room, 1).refused.refused], ['m1', 'too late', 'Too old.']);

  const { room: again } = joinRoom({ storage, position: 0, head: 1 });
  again.receive(said(1, { from: 'ada' }));
  equal(shown(again, 1).refused.text, 'too late');

  room.edit(entry(room, 1), 'other');
  equal(pendingMessages.changesOf('lobby').map(({ text, refused }) => [text, refused]), [['other', null]]);
  const other = lastReference(pendingMessages);
  pendingMessages.refuse(other, 'Too old.');
  room.refused(pendingMessages.find(other), 'Too old.');
  room.discard(other);
  equal([shown(room, 1).refused, pendingMessages.changesOf('lobby').length], [null, 0]);
});

test('edit without a change is not sent', () => {
  const { room, pendingMessages } = joinRoom();
  room.receive(said(1, { from: 'ada' }));
  room.edit(entry(room, 1), 'm1');
  equal(pendingMessages.changesOf('lobby').length, 0);
  room.edit(entry(room, 1), 'x');
  room.edit(entry(room, 1), 'm1');
  equal(pendingMessages.changesOf('lobby').map(({ text }) => text), ['x', 'm1']);
});

test('refused change of a message that is not loaded is a notice, and the text stays for the message', () => {
  const { room, pendingMessages } = joinRoom({ position: 5 });
  const change = { kind: 'edit', epoch: 'e', target: 1, emoji: '', remove: false };
  pendingMessages.put({ reference: 'r', room: 'lobby', text: 'typed', action: false, at: 0, change });
  pendingMessages.refuse('r', 'Too old.');
  room.refused(pendingMessages.find('r'), 'Too old.');
  equal([...room.entries].map(({ key, values }) => [key, values]), [['message.unchanged', ['Too old.']]]);
  equal(pendingMessages.find('r').text, 'typed');
});

test('pending reactions are counted until their events arrive', () => {
  const { room, pendingMessages } = joinRoom();
  room.receive(said(1, { reactions: [{ emoji: '👍', count: 2, names: ['cy', 'ada'] }] }));
  room.react(entry(room, 1), '👍', true);
  room.react(entry(room, 1), '🎉', false);
  equal(kinds(shown(room, 1).reactions), ['👍1', '🎉1*']);
  const [first, second] = pendingMessages.changesOf('lobby').map(({ reference }) => reference);
  room.receive(reacted(2, 1, '👍', 1, { by: 'ada', removed: true, reference: first }));
  acknowledge(room, pendingMessages, second, { epoch: 'e', seq: 3 });
  equal(kinds(entry(room, 1).reactions), ['👍1', '🎉1*']);
  room.receive(reacted(3, 1, '🎉', 1, { by: 'ada', reference: second }));
  equal(kinds(entry(room, 1).reactions), ['👍1', '🎉1*']);
});

test('receipt without a position: the user has had this reaction, under another name', () => {
  const { room, pendingMessages } = joinRoom();
  room.receive(said(1, { reactions: [{ emoji: '👍', count: 1, names: ['formerly'] }] }));
  room.react(entry(room, 1), '👍', false);
  acknowledge(room, pendingMessages, lastReference(pendingMessages), null);
  equal(kinds(entry(room, 1).reactions), ['👍1*']);
});

test('pending changes of another epoch are not sent, and their texts are shown', () => {
  const storage = new Storage();
  const { room } = joinRoom({ storage });
  room.receive(said(1, { from: 'ada' }));
  room.edit(entry(room, 1), 'typed');
  room.react(entry(room, 1), '👍', false);
  room.reply(entry(room, 1));
  room.publish('answer');
  room.entering();
  room.receive({ ...welcome(0, 0, { recovered: false }), position: 'f:0', head: 'f:0' });
  const stored = new PendingMessages(storage);
  equal([stored.changesOf('lobby').length, stored.of('lobby').map(({ text, replyTo }) => [text, replyTo ?? null])], [0, [['answer', null]]]);
  equal([...room.entries].filter(({ key }) => key === 'message.lost').map(({ values }) => values), [['typed']]);
});

test('message is a reply once: the next one is not', () => {
  const { room, pendingMessages } = joinRoom();
  const events = recordEvents(room, 'replying');
  room.receive(said(1, { text: 'question\nmore' }));
  room.reply(entry(room, 1));
  room.publish('answer');
  room.publish('next');
  equal(pendingMessages.of('lobby').map(({ text, replyTo }) => [text, replyTo ?? null]), [['answer', { epoch: 'e', seq: 1, name: 'bob', text: 'question' }], ['next', null]]);
  equal([events.length, room.replyTarget], [2, null]);
});

test('changes that arrive while a page is loaded are applied to its messages', async () => {
  let deliver;
  const page = () => new Promise((resolve) => (deliver = resolve));
  const { room } = joinRoom({ page, position: 3, head: 3 });
  room.receive(said(4));
  const older = room.older();
  room.receive(edited(5, 2, 'new'));
  room.receive(deleted(6, 3));
  deliver({ messages: [said(1), said(2), said(3)], first: 1, beginning: true });
  await older;
  equal(texts(room), ['m1', 'new', '', 'm4']);
});

test('part around a message is loaded, and then the parts after it', async () => {
  const all = Array.from({ length: 500 }, (_, index) => index + 1);
  const isMessage = (seq) => seq % 5 !== 0;
  const page = async (name, before, limit) => {
    const messages = all.filter((seq) => isMessage(seq) && seq < before.seq).slice(-limit);
    return { messages: messages.map((seq) => said(seq)), first: messages[0] ?? 1, beginning: (messages[0] ?? 1) === 1 };
  };
  const { room } = joinRoom({ page, position: 500 });
  const found = await room.around({ epoch: 'e', seq: 101, toString: () => 'e:101' });
  equal([found.text, room.detached], ['m101', true]);
  while (room.detached) await room.newer();
  const seqs = [...room.entries].map(({ seq }) => seq);
  equal(seqs.slice(seqs.indexOf(101)), all.filter((seq) => isMessage(seq) && seq >= 101));
  equal(await room.around({ epoch: 'e', seq: 5, toString: () => 'e:5' }), undefined);
  equal(await room.around({ epoch: 'f', seq: 101, toString: () => 'f:101' }), undefined);
});

test('stored changes are checked', () => {
  const storage = new Storage();
  const message = { reference: 'r', room: 'lobby', text: 'x', action: false, at: 0, refused: null };
  const change = { kind: 'edit', epoch: 'e', target: 1, emoji: '', remove: false };
  const wrong = [{ kind: 'other' }, { epoch: 5 }, { epoch: '' }, { target: 'x' }, { target: 0 }, { emoji: 7 }, { kind: 'react' }].map((one) => ({ ...message, change: { ...change, ...one } }));
  storage.write('outbox', [{ ...message, change }, ...wrong, { ...message, change: null }, { ...message, text: '', change }, { ...message, replyTo: { seq: 'x' } }]);
  const stored = new PendingMessages(storage);
  equal(stored.changesOf('lobby').map(({ change: one }) => one), [change]);
  equal(stored.of('lobby').map(({ replyTo }) => replyTo ?? null), [null]);
});

test('reply and deleted message stand alone', () => {
  const message = (more) => ({ kind: 'message', from: 'bob', via: 'browser', at: 0, action: false, deleted: null, replyTo: null, ...more });
  const continues = (before, after) => groupingOf(message(before), message(after)).continues;
  equal([continues({}, {}), continues({}, { replyTo: { seq: 1 } }), continues({ replyTo: { seq: 1 } }, {}), continues({ deleted: {} }, {}), continues({}, { deleted: {} })], [true, false, true, false, false]);
});

test('own message can be changed within the edit window, others never', () => {
  const own = { mine: true, at: 1_000 };
  equal([isChangeable(own, 500, 1_499), isChangeable(own, 500, 1_500), isChangeable(own, 0, 1_000)], [true, false, false]);
  equal(isChangeable({ mine: false, at: 1_000 }, 500, 1_100), false);
});
