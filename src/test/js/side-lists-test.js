import { PeopleList } from '/js/peopleList.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { RoomList } from '/js/roomList.js';
import { Session } from '/js/session.js';
import { equal, test, Storage, Timers } from './harness.js';

const DOCUMENT = `
  <aside id="people" tabindex="-1"><span id="people-count"></span><ul id="people-list"></ul><p id="people-more"></p></aside>
  <ul id="room-list"></ul><ul id="direct-list"></ul><bdi id="own-name"></bdi><p id="own-absence" hidden></p>
  <span id="own-avatar"></span><span id="drawer-badge"></span>
  <template id="room-item"><li><button><span class="private-mark" hidden><svg></svg><span></span></span><bdi class="room-label"></bdi><span class="level-mark" hidden><svg></svg><span></span></span><span class="people-number"></span><span class="badge"></span></button></li></template>
  <template id="person-item"><li class="person"><span class="avatar"></span><span><button class="person-name"><bdi></bdi></button><span class="absence" hidden></span></span><span class="mark"></span><button class="person-actions"></button></li></template>`;

const i18n = {
  text: (key, ...values) => [key, ...values].join(' '),
  count: (key, count) => `${key} ${count}`,
  number: String,
  moment: () => 'later',
  has: () => false,
};

/** The lists beside the transcript in a document of their own. @returns {Promise<object>} */
async function start() {
  document.body.innerHTML = DOCUMENT;
  const storage = new Storage();
  const session = new Session({ pendingMessages: new PendingMessages(storage), history: {}, storage, later: new Timers().later });
  const colors = { hueOf: () => '1' };
  const search = Object.assign(new EventTarget(), { matching: (rooms) => rooms, own: (rooms) => rooms, write: () => {} });
  new RoomList({ session, i18n, search, colors });
  new PeopleList({ session, i18n, colors, menu: {} });
  session.begin('ada', null);
  await undefined;
  return session;
}

const mark = (room) => {
  const row = [...document.querySelectorAll('#room-list li, #direct-list li')].find((one) => one.dataset.name === room);
  const element = row.querySelector('.level-mark');
  return element.hidden ? '' : `${element.dataset.level}: ${element.textContent.trim()}`;
};

test('room whose level is not the usual one has a mark with its name', async () => {
  const session = await start();
  session.enter('java');
  session.converse('bob');
  equal([mark('java'), mark('bob')], ['', '']);
  session.levels.set('java', 'mentions');
  equal(mark('java'), 'mentions: rooms.level level.mentions');
  session.levels.set('java', 'all');
  equal(mark('java'), 'all: rooms.level level.all');
  session.levels.set('java', '1h');
  equal(mark('java'), 'nothing: rooms.level level.until later');
  session.levels.set(session.current.key, 'nothing');
  equal(mark('bob'), 'nothing: rooms.level level.nothing');
  session.levels.set('java', 'default');
  equal([mark('java'), mark('lobby')], ['', '']);
});

test('private room has a lock with its name, and a direct conversation has none', async () => {
  const session = await start();
  session.enter('lab');
  session.converse('lab');
  const locks = () => [...document.querySelectorAll('.private-mark')].map((one) => (one.hidden ? '' : one.textContent.trim()));
  session.listed([{ name: 'lab', topic: '', people: 1 }]);
  equal(locks(), ['', '', '']);
  session.listed([{ name: 'lab', topic: '', people: 1, private: true }, { name: 'other', topic: '', people: 1 }]);
  equal(locks(), ['', 'rooms.private', '', '']);
});

test('absence describes its user in the list, also in a direct conversation', async () => {
  const session = await start();
  const { presence } = session.current;
  presence.snapshot({ count: 2, first: [{ name: 'ada', via: 'browser', idle: 0 }, { name: 'bob', via: 'terminal', idle: 900, away: 'lunch' }] });
  await undefined;
  const described = () => {
    const button = [...document.querySelectorAll('.person-name')].find((one) => one.dataset.name === 'bob');
    return [document.getElementById(button.getAttribute('aria-describedby'))?.textContent ?? '', button.closest('li').querySelector('.mark').textContent];
  };
  equal(described(), ['people.away lunch', 'terminal']);
  session.converse('bob');
  await undefined;
  equal(described(), ['people.away lunch', 'terminal']);
  presence.away('bob', '');
  await undefined;
  equal(described(), ['', 'terminal, people.idle']);
});

test('own absence is below the own nickname', async () => {
  const session = await start();
  const own = document.getElementById('own-absence');
  equal(own.hidden, true);
  session.rights({ operator: false, away: 'lunch' });
  equal([own.hidden, own.textContent], [false, 'people.away lunch']);
  session.rights({ operator: false });
  equal(own.hidden, true);
});
