import { NotificationLevels } from '/js/notificationLevels.js';
import { IgnoredUsers } from '/js/ignoredUsers.js';
import { DirectConversations } from '/js/directConversations.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { Session } from '/js/session.js';
import { countOf, listOf, objectOf, textOrNull } from '/js/stored.js';
import { prefixOf, TabStorage } from '/js/tabStorage.js';
import { Unread } from '/js/unread.js';
import { equal, ok, Storage, test, Timers } from './harness.js';

const FOREIGN = [null, 7, -1, 1e308, true, '', 'x', 'x'.repeat(100_000), [], [null], [[[]]], [{ name: {} }], {}, { rooms: 7 }, { open: 'x', names: { length: 3 } },
  { rooms: ['../../queue', 7, null, {}, 'a'.repeat(33)], current: {} }, { position: {}, open: [7, '<img src=x onerror=alert(1)>'], names: [{}] },
  { count: 'x', mentions: {}, line: 7 }, { count: -3, mentions: 1e9, line: null }, JSON.parse('{"__proto__": {"polluted": true}}')];
const KEYS = ['rooms', 'directs', 'outbox', 'unread.lobby', 'unread.@bob', 'ignored', 'token', 'name', 'tab', 'reading'];

function startSession(storage) {
  const session = new Session({ pendingMessages: new PendingMessages(storage), history: {}, storage, later: new Timers().later });
  session.begin('ada', null);
  return session;
}

test('values of any type and length start a session in the lobby', () => {
  for (const key of KEYS) {
    for (const value of FOREIGN) {
      const storage = new Storage();
      storage.write(key, value);
      const session = startSession(storage);
      equal([key, session.rooms.map((room) => room.name)], [key, ['lobby']]);
      equal(session.current.name, 'lobby');
      ok(session.submit('hello'), 'taken');
      session.enter('java');
      session.converse('bob');
    }
  }
  ok({}.polluted === undefined, 'no prototype is changed');
});

test('a damaged entry does not remove the good ones beside it', () => {
  const storage = new Storage();
  storage.write('rooms', { rooms: ['java', 7, '../x', 'tea'], current: 'tea' });
  const good = { reference: 'r1', room: 'java', text: 'hello', action: false, at: 1, refused: null };
  const bad = [{ ...good, reference: 'x\n' }, { ...good, room: '../x' }, { ...good, room: '@' }, { ...good, text: {} }, { ...good, text: 'x'.repeat(30_000) }, null, 7];
  storage.write('outbox', [good, ...bad, { ...good, reference: 'r2', room: '@bob', at: 'x', action: 'x', refused: {} }]);
  const session = startSession(storage);
  equal([session.rooms.map((room) => room.name), session.current.name], [['java', 'tea'], 'tea']);
  const pending = new PendingMessages(storage);
  equal([...pending.rooms], ['java', '@bob']);
  equal(pending.of('@bob')[0], { reference: 'r2', room: '@bob', text: 'hello', action: false, at: 0, refused: null });
});

test('the number of restored rooms, conversations and messages is limited', () => {
  const storage = new Storage();
  storage.write('rooms', { rooms: Array.from({ length: 10_000 }, (_, i) => `room${i}`), current: 'room0' });
  storage.write('directs', { position: 'e:1', open: Array.from({ length: 10_000 }, (_, i) => `user${i}`), names: [] });
  storage.write('outbox', Array.from({ length: 10_000 }, (_, i) => ({ reference: `r${i}`, room: 'lobby', text: 'x', action: false, at: 0, refused: null })));
  const session = startSession(storage);
  equal([session.rooms.length, session.directs.length, new PendingMessages(storage).of('lobby').length], [20, 200, 1_000]);
});

test('unread numbers are whole and not negative', () => {
  const storage = new Storage();
  storage.write('unread.a', { count: -1, mentions: 5, line: {} });
  storage.write('unread.b', { count: 3, mentions: 5, line: 'e:1' });
  const numbers = (key) => [new Unread(storage, key)].map(({ count, mentions, line }) => [count, mentions, line])[0];
  equal([numbers('a'), numbers('b')], [[0, 0, null], [3, 3, 'e:1']]);
});

test('names of direct conversations are texts without spaces and controls', () => {
  const storage = new Storage();
  storage.write('directs', { open: ['bob', 'a b', 'a\u0007', '', 'x'.repeat(201), 7], names: ['ada', 7] });
  const directs = new DirectConversations({ self: { name: 'ada' }, pendingMessages: new PendingMessages(storage), storage, ignored: new IgnoredUsers(storage), levels: new NotificationLevels({ storage, later: new Timers().later }) });
  directs.restore();
  equal([...directs].map((direct) => direct.name), ['bob']);
});

test('checks pass values of their kind only', () => {
  equal([textOrNull('ab', 2), textOrNull('abc', 2), textOrNull(7, 2)], ['ab', null, null]);
  equal([countOf(3), countOf(-1), countOf(1.5), countOf('3'), countOf(NaN)], [3, 0, 0, 0, 0]);
  equal([objectOf([1]), objectOf(null), objectOf({ a: 1 })], [{}, {}, { a: 1 }]);
  equal(listOf([1, 2, 3], 2, (one) => (one === 1 ? null : one)), [2]);
  equal(listOf({ length: 2 }, 2, (one) => one), []);
});

/** Returns a storage as a browser has it: entries are own properties. */
function browserStorage(entries, setItem = null) {
  const store = { ...entries };
  for (const [name, value] of Object.entries({
    getItem: (key) => (Object.hasOwn(store, key) ? store[key] : null),
    setItem: setItem ?? ((key, text) => (store[key] = String(text))),
    removeItem: (key) => delete store[key],
  })) Object.defineProperty(store, name, { value, enumerable: false });
  return store;
}

const visit = (entries, tab = `tab-${Math.random()}`) => ({ 'parley.last-visit': JSON.stringify({ tab, entries }) });

async function settled(own, shared, path) {
  const tab = new TabStorage(own, shared, path);
  await tab.settle(() => `tab-${Math.random()}`);
  return tab;
}

test('last visit of another type is ignored, and entries for other keys are not copied', async () => {
  for (const value of ['7', '"x"', '[]', '{"tab":7,"entries":[]}', '{"tab":{},"entries":[["parley.token","1"]]}']) {
    const tab = await settled(browserStorage({}), browserStorage({ 'parley.last-visit': value }));
    equal(tab.read('token'), null);
  }
  const own = browserStorage({});
  await settled(own, browserStorage(visit([['parley.name', '"ada"'], ['other.app', 'x'], ['parley.token', 7], 7, null, ['parley.x']])));
  equal([own['parley.name'], own['other.app'], own['parley.token'], Object.keys(own).includes('parley.x')], ['"ada"', undefined, undefined, false]);
});

test('storage without space starts as a new user', async () => {
  const full = browserStorage({}, () => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const tab = await settled(full, browserStorage(visit([['parley.token', '"t1"']])));
  tab.write('token', 't2');
  tab.saveVisit();
  equal(tab.read('token'), null);
});

test('pages at other paths of the origin have other keys and another channel', async () => {
  equal([prefixOf('/'), prefixOf('/chat/')], ['parley.', 'parley:/chat/.']);
  const store = browserStorage({ 'parley.token': '"root"' });
  const chat = await settled(store, browserStorage(visit([['parley.token', '"root"']])), '/chat/');
  equal(chat.read('token'), null);
  chat.write('token', 'chat');
  chat.clear();
  equal(store['parley.token'], '"root"');
});

test('flood on the channel is answered at a limited rate, and messages of any type are ignored', async () => {
  const tab = await settled(browserStorage({}), null);
  const key = tab.read('tab');
  const channel = new BroadcastChannel('parley-tabs');
  let answers = 0;
  channel.addEventListener('message', ({ data }) => (answers += data.here === key ? 1 : 0));
  for (const data of [null, 7, 'x', [], {}, { ask: {} }, { here: key }, { ask: 'other' }]) channel.postMessage(data);
  for (let i = 0; i < 500; i++) channel.postMessage({ ask: key });
  for (let waited = 0; answers < 20 && waited < 100; waited++) await new Promise((done) => setTimeout(done, 20));
  await new Promise((done) => setTimeout(done, 100));
  channel.close();
  ok(answers >= 20 && answers <= 60, `${answers} answers`);
});
