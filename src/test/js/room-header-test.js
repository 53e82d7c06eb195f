import { EmptyRoom } from '/js/emptyRoom.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { QuickSwitcher } from '/js/quickSwitcher.js';
import { RoomHeader } from '/js/roomHeader.js';
import { Session } from '/js/session.js';
import { equal, test, Storage, Timers } from './harness.js';

const DOCUMENT = `
  <span id="room-sign">#</span><svg id="room-lock" hidden></svg><h1 id="room-name"></h1><p id="room-topic"></p>
  <button id="open-people"></button><span id="room-count"></span><button id="leave-room"></button><button id="open-invite"></button>
  <button id="open-room-menu"></button><p id="typing"></p>
  <button id="open-switcher"></button><button id="open-person-switcher"></button>
  <dialog id="switcher"><input id="switcher-box"><ul id="switcher-list"></ul></dialog>
  <p id="empty-room"><button data-action="link"></button><button data-action="invite"></button></p>`;

const i18n = { text: (key) => key, count: (key, count) => `${key} ${count}`, number: String };

test('header of a private room has a lock, and its empty transcript offers no link without a key', () => {
  document.body.innerHTML = DOCUMENT;
  const storage = new Storage();
  const session = new Session({ pendingMessages: new PendingMessages(storage), history: {}, storage, later: new Timers().later });
  const part = { use: () => {} };
  new RoomHeader({ session, i18n, menu: part, invite: part });
  new EmptyRoom({ session, i18n, base: 'http://parley.test/', status: {}, quickSwitcher: {}, invite: part });
  session.begin('ada', null);
  const shown = (id) => !document.getElementById(id).hasAttribute('hidden');
  const offers = () => [...document.querySelectorAll('#empty-room button')].filter((one) => !one.hidden).map((one) => one.dataset.action);
  equal([shown('room-sign'), shown('room-lock'), offers()], [true, false, ['link', 'invite']]);

  session.enter('lab');
  session.listed({ type: 'rooms', total: 1, rooms: [{ name: 'lobby', topic: '', people: 1 }, { name: 'lab', topic: '', people: 1, private: true }] });
  equal([shown('room-sign'), shown('room-lock'), offers()], [false, true, ['invite']]);

  session.enter('lobby');
  equal([shown('room-sign'), shown('room-lock'), offers()], [true, false, ['link', 'invite']]);
  session.converse('bob');
  equal([shown('room-sign'), shown('room-lock')], [false, false]);
});

test('quick switcher names the private ones of the joined rooms', () => {
  document.body.innerHTML = DOCUMENT;
  const storage = new Storage();
  const session = new Session({ pendingMessages: new PendingMessages(storage), history: {}, storage, later: new Timers().later });
  session.begin('ada', null);
  session.enter('lab');
  session.listed({ type: 'rooms', total: 1, rooms: [{ name: 'lobby', topic: '', people: 1 }, { name: 'lab', topic: '', people: 1, private: true }] });
  new QuickSwitcher({ session, i18n, finder: Object.assign(new EventTarget(), { find: () => {}, page: null }) }).open('#');
  equal([...document.querySelectorAll('#switcher-list li')].map((row) => row.textContent.trim()), ['lobby', 'lab rooms.private']);
});
