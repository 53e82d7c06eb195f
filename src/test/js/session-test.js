import { Backoff } from '/js/backoff.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { Presence } from '/js/presence.js';
import { TabStorage } from '/js/tabStorage.js';
import { Session } from '/js/session.js';
import { nextUnread } from '/js/unread.js';
import { equal, ok, recordEvents, test, Storage, Timers } from './harness.js';

function createSession(storage = new Storage()) {
  return new Session({ pendingMessages: new PendingMessages(storage), history: {}, storage, later: new Timers().later });
}

function startSession(storage) {
  const ada = createSession(storage);
  ada.begin('ada', null);
  return ada;
}

const texts = (conversation) => [...conversation.entries].map((entry) => entry.key ?? entry.text);

test('session begins in the lobby or in the requested room', () => {
  equal(startSession().current.name, 'lobby');
  const ada = createSession();
  ada.begin('ada', 'java');
  equal(ada.rooms.map((room) => room.name), ['java']);
  const eve = createSession();
  eve.begin('eve', '#Java');
  equal(eve.current.name, 'java');
  const bob = createSession();
  bob.begin('bob', '../../etc');
  equal(bob.current.name, 'lobby');
});

test('rooms of a tab are joined again after a reload', () => {
  const storage = new Storage();
  const ada = startSession(storage);
  ada.enter('java');
  ada.enter('lan-party');
  ada.show(ada.room('java'));
  const again = createSession(storage);
  again.begin('ada', null);
  equal(again.rooms.map((room) => room.name).sort(), ['java', 'lan-party', 'lobby']);
  equal(again.current.name, 'java');
});

test('list of rooms is a snapshot and changes, or a whole list of an earlier server', () => {
  const ada = startSession();
  const room = (name, people) => ({ name, topic: '', people });
  ada.listed({ type: 'rooms', total: 500, rooms: [room('lobby', 3), room('java', 2)] });
  ada.listed({ type: 'changed', total: 501, rooms: [room('lobby', 4), room('tea', 9)], removed: ['java'] });
  equal(ada.listing, [room('lobby', 4), room('tea', 9)]);
  equal(ada.total, 501);
  ada.listed({ type: 'rooms', total: 1, rooms: [room('lobby', 1)] });
  equal(ada.listing, [room('lobby', 1)]);
  ada.listed([room('java', 1)]);
  equal([ada.listing, ada.total], [[room('java', 1)], 1]);
});

test('search is sent while online only', () => {
  const ada = startSession();
  const searches = recordEvents(ada, 'search');
  equal(ada.search('ja'), false);
  ada.online = true;
  ada.search('ja');
  equal(searches.length, 1);
});

test('join requires a valid room name', () => {
  const ada = startSession();
  ok(ada.submit('/join #Java'), 'entered');
  equal(ada.current.name, 'java');
  ok(!ada.submit('/join no way'), 'refused');
  equal(texts(ada.current), ['rooms.name']);
});

test('leave shows another room; the lobby stays if it is the last', () => {
  const ada = startSession();
  ada.enter('java');
  const left = recordEvents(ada, 'left');
  ada.submit('/leave');
  equal([ada.current.name, left.length], ['lobby', 1]);
  ada.submit('/leave');
  equal([ada.current.name, texts(ada.current)], ['lobby', ['rooms.stay']]);
});

test('words of IRC work', () => {
  const ada = startSession();
  ada.submit('/j #Java key');
  equal(ada.current.name, 'java');
  ada.submit('/part #JAVA see you');
  equal([ada.current.name, ada.rooms.length], ['lobby', 1]);
  ada.submit('/query grace');
  equal([ada.current.kind, ada.current.name], ['direct', 'grace']);
  ada.submit('/part');
  equal(ada.current.name, 'lobby');
});

test('text after a doubled slash or backslash is published', () => {
  const ada = startSession();
  ada.submit('\\\\o/ hooray');
  ada.submit('//etc');
  equal(texts(ada.current), ['\\o/ hooray', '/etc']);
});

test('direct message goes to the user of a form of address, unless a user has these signs in the nickname', () => {
  const ada = startSession();
  ada.current.presence.snapshot({ count: 2, first: [{ name: 'bob', via: 'browser', idle: 0 }, { name: '@eve', via: 'browser', idle: 0 }] });
  const addressed = ['/msg @bob hi', '/msg bob, hi', '/msg bob: hi', '/msg @eve hi', '/msg @ken hi'].map((line) => {
    ada.submit(line);
    return ada.current.name;
  });
  equal(addressed, ['bob', 'bob', 'bob', '@eve', 'ken']);
});

test('refused join is reported in the current room', () => {
  const ada = startSession();
  ada.enter('java');
  ada.roomRefused('java', 'Full.');
  equal([ada.current.name, texts(ada.current)], ['lobby', ['rooms.refused']]);
});

test('removed room is left for the next one, or for the lobby, with a notice', () => {
  const storage = new Storage();
  const ada = startSession(storage);
  ada.enter('java');
  const left = recordEvents(ada, 'left');
  ada.roomRemoved('java');
  equal([ada.current.name, ada.rooms.map((room) => room.name), texts(ada.current)], ['lobby', ['lobby'], ['rooms.removed']]);
  equal([left.length, storage.read('rooms')], [1, { rooms: ['lobby'], current: 'lobby' }]);

  ada.enter('tea');
  ada.leave(ada.room('lobby'));
  ada.roomRemoved('tea');
  equal([ada.current.name, ada.rooms.length], ['lobby', 1]);
  ada.roomRemoved('unknown');
  equal(texts(ada.current), ['rooms.removed']);
});

test('removal of a room in the background does not change the open conversation', () => {
  const ada = startSession();
  ada.enter('java');
  ada.converse('grace');
  ada.roomRemoved('java');
  equal([ada.current.name, texts(ada.current)], ['grace', ['rooms.removed']]);
});

test('command without a connection stays in the message box', () => {
  const ada = startSession();
  const commands = recordEvents(ada, 'command');
  const unsent = recordEvents(ada, 'unsent');
  ok(!ada.submit('/who'), 'kept');
  equal([unsent.length, texts(ada.current)], [1, []]);
  ada.online = true;
  ok(ada.submit('/who'), 'done');
  equal(commands.map(({ detail }) => detail.line), ['/who']);
});

test('message is accepted without a connection', () => {
  const ada = startSession();
  ok(ada.submit('hello'), 'taken');
  equal(texts(ada.current), ['hello']);
});

test('direct message opens a conversation and is confirmed by its echo', () => {
  const ada = startSession();
  ada.submit('/msg grace psst');
  const grace = ada.current;
  equal([grace.kind, grace.name, [...grace.entries][0].state], ['direct', 'grace', 'pending']);
  ada.directConversations.receive({ position: 'e:1', from: 'ada', to: 'grace', text: 'psst', at: '2026-11-20T14:02:00Z' });
  ada.directConversations.receive({ position: 'e:2', from: 'Grace', to: 'ada', text: 'yes', at: '2026-11-20T14:02:00Z' });
  equal([...grace.entries].map((entry) => [entry.text, entry.state, entry.mine]), [['psst', 'stored', true], ['yes', 'stored', false]]);
  equal([ada.directs.length, grace.unread.count], [1, 1]);
});

test('direct message to the own nickname or without a text is refused', () => {
  const ada = startSession();
  ok(!ada.submit('/msg ADA hi'), 'kept');
  ok(!ada.submit('/msg'), 'kept');
  equal(texts(ada.current), ['direct.self', 'direct.usage']);
});

test('nickname change applies to all rooms once', () => {
  const ada = startSession();
  ada.enter('java');
  const named = recordEvents(ada, 'named');
  for (const room of ada.rooms) room.receive({ type: 'renamed', from: 'ada', to: 'bea', at: '2026-11-20T14:02:00Z' });
  equal([ada.name, named.length], ['bea', 1]);
});

test('presence counts users that it does not list', () => {
  const presence = new Presence();
  presence.snapshot({ count: 300, first: [{ name: 'ada', via: 'browser', idle: 0 }] });
  presence.joined({ name: 'bob', via: 'browser' });
  equal([presence.count, presence.people.length], [301, 2]);
  presence.left('stranger');
  equal(presence.count, 300);
  presence.gathered({ people: 280, joined: [{ name: 'cy', via: 'terminal' }], left: ['bob'] });
  equal([presence.count, presence.people.map((person) => person.name)], [280, ['ada', 'cy']]);
});

test('user is idle after five minutes without a message', () => {
  const presence = new Presence();
  presence.snapshot({ count: 2, first: [{ name: 'ken', via: 'browser', idle: 301 }, { name: 'ada', via: 'browser', idle: 20 }] });
  const idle = () => presence.people.filter((person) => Presence.isIdle(person)).map((person) => person.name);
  equal(idle(), ['ken']);
  const changes = recordEvents(presence, 'changed');
  presence.spoke('ken');
  equal([idle(), changes.length], [[], 1]);
  ok(Presence.isIdle(presence.people[1], Date.now() + Presence.IDLE), 'time passes');
});

test('backoff grows from 0.5 to 30 seconds and is randomized', () => {
  const steady = new Backoff(() => 0.5);
  equal(Array.from({ length: 8 }, () => steady.next()), [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  steady.reset();
  equal(steady.next(), 500);
  steady.slow(5_000);
  equal(steady.next(), 5_000);
  ok(new Backoff(() => 0).next() < new Backoff(() => 0.99).next(), 'spread');
});

test('duplicated tab clears its session, the original keeps it', async () => {
  const original = new TabStorage(null);
  original.write('token', 'secret');
  ok(!(await original.settle(() => 'key-1')), 'alone');
  const copy = new TabStorage(null);
  copy.write('token', 'secret');
  copy.write('tab', 'key-1');
  ok(await copy.settle(() => 'key-2'), 'a copy');
  equal([copy.read('token'), copy.read('tab'), original.read('token')], [null, 'key-2', 'secret']);
});

test('act of the user that opens, leaves or closes a conversation is reported, also for the open one', () => {
  const ada = startSession();
  const acts = recordEvents(ada, 'chosen');
  ada.enter('java');
  ada.enter('java');
  const bob = ada.converse('bob');
  ada.close(bob);
  ada.leave(ada.room('java'));
  equal(acts.length, 5);
  ada.enter('tea');
  acts.length = 0;
  ada.roomRemoved('tea');
  ada.show(ada.rooms[0]);
  equal(acts.length, 0);
});

test('next conversation with unread messages is found in both directions', () => {
  const [lobby, java, tea, bob] = [0, 2, 0, 1].map((count) => ({ unread: { count } }));
  const all = [lobby, java, tea, bob];
  equal([all.indexOf(nextUnread(all, lobby, 1)), all.indexOf(nextUnread(all, lobby, -1))], [1, 3]);
  equal([all.indexOf(nextUnread(all, java, 1)), all.indexOf(nextUnread(all, bob, 1))], [3, 1]);
  equal(nextUnread([lobby, tea], lobby, 1), undefined);
  equal(nextUnread([java], java, 1), undefined);
});

test('pending message can be discarded', () => {
  const storage = new Storage();
  const ada = startSession(storage);
  ada.submit('one');
  ada.submit('two');
  const [one] = ada.current.entries;
  equal(ada.current.discard(one.reference), 'one');
  equal(texts(ada.current), ['two']);
  equal(texts(startSession(storage).current), ['two']);
});

test('user who has left is known, for mentions of the user in earlier messages', () => {
  const presence = new Presence();
  presence.snapshot({ count: 3, first: ['ada', 'bob', 'cy'].map((name) => ({ name, via: 'browser', idle: 0 })) });
  presence.left('Bob');
  presence.renamed('ada', 'eve');
  equal(['BOB', 'ada', 'eve', 'cy', 'dee'].map((name) => presence.knows(name)), [true, true, true, true, false]);
  presence.snapshot({ count: 0, first: [] });
  equal([presence.has('cy'), presence.knows('cy')], [false, true]);
  for (let number = 0; number < 1_000; number++) presence.left(`user${number}`);
  equal([presence.knows('cy'), presence.knows('user999')], [false, true]);
});

test('absence of users is known from all events with users until it ends', () => {
  const presence = new Presence();
  presence.snapshot({ count: 2, first: [{ name: 'ada', via: 'browser', idle: 0, away: 'lunch' }, { name: 'bob', via: 'browser', idle: 0 }] });
  const absences = () => presence.people.map(({ name, away }) => `${name} ${away}`).sort();
  equal(absences(), ['ada lunch', 'bob ']);
  presence.joined({ name: 'cyd', via: 'terminal', away: 'tea' });
  presence.gathered({ people: 4, joined: [{ name: 'dee', via: 'browser', idle: 0, away: 'gym' }] });
  presence.renamed('dee', 'eve');
  equal(absences(), ['ada lunch', 'bob ', 'cyd tea', 'eve gym']);
  presence.away('ADA', '');
  presence.away('zoe', 'lunch');
  equal(absences(), ['ada ', 'bob ', 'cyd tea', 'eve gym']);
});

test('room applies the event of an absence, and shows no line', () => {
  const ada = startSession();
  const room = ada.current;
  room.receive({ type: 'joined', name: 'bob', via: 'browser', at: '2026-11-30T10:00:00Z' });
  const lines = texts(room).length;
  room.receive({ type: 'away', name: 'bob', text: 'lunch', at: '2026-11-30T10:01:00Z' });
  equal([room.presence.of('bob').away, texts(room).length], ['lunch', lines]);
});

test('own absence follows the event of the server', () => {
  const ada = startSession();
  const changes = recordEvents(ada, 'rights');
  ada.rights({ operator: false });
  equal([ada.away, changes.length], ['', 0]);
  ada.rights({ operator: false, away: 'lunch' });
  equal([ada.away, changes.length], ['lunch', 1]);
  ada.rights({ operator: false });
  equal([ada.away, changes.length], ['', 2]);
});
