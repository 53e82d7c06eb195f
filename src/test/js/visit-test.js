import { Backoff } from '/js/backoff.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { Presence } from '/js/presence.js';
import { TabStorage } from '/js/tabStorage.js';
import { Session } from '/js/session.js';
import { equal, heard, ok, test, Storage, Timers } from './harness.js';

function session(storage = new Storage()) {
  return new Session({ pendingMessages: new PendingMessages(storage), history: {}, storage, later: new Timers().later });
}

function begun(storage) {
  const ada = session(storage);
  ada.begin('ada', null);
  return ada;
}

const notes = (conversation) => [...conversation.entries].map((entry) => entry.key ?? entry.text);

test('a visit begins in the lobby, or in the room that was asked for', () => {
  equal(begun().current.name, 'lobby');
  const ada = session();
  ada.begin('ada', 'java');
  equal(ada.rooms.map((room) => room.name), ['java']);
  const bob = session();
  bob.begin('bob', '../../etc');
  equal(bob.current.name, 'lobby');
});

test('the rooms of a tab are entered again after a reload', () => {
  const storage = new Storage();
  const ada = begun(storage);
  ada.enter('java');
  ada.enter('lan-party');
  ada.show(ada.room('java'));
  const again = session(storage);
  again.begin('ada', null);
  equal(again.rooms.map((room) => room.name).sort(), ['java', 'lan-party', 'lobby']);
  equal(again.current.name, 'java');
});

test('a room has a fit name', () => {
  const ada = begun();
  ok(ada.submit('/join #Java'), 'entered');
  equal(ada.current.name, 'java');
  ok(!ada.submit('/join no way'), 'refused');
  equal(notes(ada.current), ['rooms.name']);
});

test('leaving shows another room; the lobby stays if it is the last', () => {
  const ada = begun();
  ada.enter('java');
  const left = heard(ada, 'left');
  ada.submit('/leave');
  equal([ada.current.name, left.length], ['lobby', 1]);
  ada.submit('/leave');
  equal([ada.current.name, notes(ada.current)], ['lobby', ['rooms.stay']]);
});

test('a room that turns one away says why where one is now', () => {
  const ada = begun();
  ada.enter('java');
  ada.roomRefused('java', 'Full.');
  equal([ada.current.name, notes(ada.current)], ['lobby', ['rooms.refused']]);
});

test('commands wait for a connection with their writer', () => {
  const ada = begun();
  const asked = heard(ada, 'command');
  ok(!ada.submit('/who'), 'kept');
  equal(notes(ada.current), ['composer.offline']);
  ada.online = true;
  ok(ada.submit('/who'), 'done');
  equal(asked.map(({ detail }) => detail.line), ['/who']);
});

test('messages need no connection', () => {
  const ada = begun();
  ok(ada.submit('hello'), 'taken');
  equal(notes(ada.current), ['hello']);
});

test('a word to one person opens a conversation, and its echo confirms it', () => {
  const ada = begun();
  ada.submit('/msg grace psst');
  const grace = ada.current;
  equal([grace.kind, grace.name, [...grace.entries][0].state], ['direct', 'grace', 'pending']);
  ada.direct({ from: 'ada', to: 'grace', text: 'psst', at: '2026-11-20T14:02:00Z' });
  ada.direct({ from: 'Grace', to: 'ada', text: 'yes', at: '2026-11-20T14:02:00Z' });
  equal([...grace.entries].map((entry) => [entry.text, entry.state, entry.mine]), [['psst', 'stored', true], ['yes', 'stored', false]]);
  equal([ada.directs.length, grace.unread.count], [1, 1]);
});

test('a direct word that was not confirmed is not thought to be sent', () => {
  const ada = begun();
  ada.submit('/msg grace psst');
  ada.current.lost('lost');
  equal([...ada.current.entries][0].state, 'refused');
});

test('nobody speaks to oneself', () => {
  const ada = begun();
  ok(!ada.submit('/msg ADA hi'), 'kept');
  ok(!ada.submit('/msg'), 'kept');
  equal(notes(ada.current), ['direct.self', 'direct.usage']);
});

test('a new name is known everywhere at once', () => {
  const ada = begun();
  ada.enter('java');
  const named = heard(ada, 'named');
  for (const room of ada.rooms) room.receive({ type: 'renamed', from: 'ada', to: 'bea', at: '2026-11-20T14:02:00Z' });
  equal([ada.name, named.length], ['bea', 1]);
});

test('presence counts those it cannot name', () => {
  const presence = new Presence();
  presence.snapshot({ count: 300, first: [{ name: 'ada', via: 'browser', idle: 0 }] });
  presence.joined({ name: 'bob', via: 'browser' });
  equal([presence.count, presence.people.length], [301, 2]);
  presence.left('stranger');
  equal(presence.count, 300);
  presence.gathered({ people: 280, joined: [{ name: 'cy', via: 'terminal' }], left: ['bob'] });
  equal([presence.count, presence.people.map((person) => person.name)], [280, ['ada', 'cy']]);
});

test('who has said nothing for five minutes is idle until something is said', () => {
  const presence = new Presence();
  presence.snapshot({ count: 2, first: [{ name: 'ken', via: 'browser', idle: 301 }, { name: 'ada', via: 'browser', idle: 20 }] });
  const idle = () => presence.people.filter((person) => Presence.isIdle(person)).map((person) => person.name);
  equal(idle(), ['ken']);
  const told = heard(presence, 'changed');
  presence.spoke('ken');
  equal([idle(), told.length], [[], 1]);
  ok(Presence.isIdle(presence.people[1], Date.now() + Presence.IDLE), 'time passes');
});

test('waiting grows from half a second to half a minute, and not all come at once', () => {
  const steady = new Backoff(() => 0.5);
  equal(Array.from({ length: 8 }, () => steady.next()), [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  steady.reset();
  equal(steady.next(), 500);
  steady.slow(5_000);
  equal(steady.next(), 5_000);
  ok(new Backoff(() => 0).next() < new Backoff(() => 0.99).next(), 'spread');
});

test('a tab that was duplicated forgets, the one it was copied from does not', async () => {
  const original = new TabStorage(null);
  original.write('token', 'secret');
  ok(!(await original.settle(() => 'key-1')), 'alone');
  const copy = new TabStorage(null);
  copy.write('token', 'secret');
  copy.write('tab', 'key-1');
  ok(await copy.settle(() => 'key-2'), 'a copy');
  equal([copy.read('token'), copy.read('tab'), original.read('token')], [null, 'key-2', 'secret']);
});
