import { PendingMessages } from '/js/pendingMessages.js';
import { I18n } from '/js/i18n.js';
import { ban, close, deleteSince, kick, lock, mute, slow, topic, unban, unmute } from '/js/operatorCommands.js';
import { Session } from '/js/session.js';
import { equal, recordEvents, Storage, test, Timers } from './harness.js';

const at = '2026-11-20T14:02:00Z';
const welcome = (more) => ({ type: 'welcome', room: 'lobby', topic: 'T', position: 'e:0', head: 'e:0', recovered: true, people: { count: 0, first: [] }, ...more });

function startSession() {
  const storage = new Storage();
  const ada = new Session({ pendingMessages: new PendingMessages(storage), history: {}, storage, later: new Timers().later });
  ada.begin('ada', null);
  return ada;
}

function joinLobby(ada, more) {
  const lobby = ada.room('lobby');
  lobby.entering();
  lobby.receive(welcome(more));
  return lobby;
}

test('commands have their arguments in the order of the server', () => {
  equal(kick('bob', ''), '/kick bob');
  equal(kick('bob', ' too\nloud '), '/kick bob too loud');
  equal(ban('bob', 1_440, 'spam'), '/ban bob 1440 spam');
  equal(mute('bob', 10, ''), '/mute bob 10');
  equal([unmute('bob'), unban('bob')], ['/unmute bob', '/unban bob']);
  equal(deleteSince('java', 'bob', 60), '/delete java bob since 60');
  equal([lock('java', true), lock('java', false)], ['/lock java', '/unlock java']);
  equal([slow('java', 0), slow('java', 30)], ['/slow java 0', '/slow java 30']);
  equal(close('java'), '/close java yes');
});

test('reason that begins with a digit is no duration', () => {
  equal(ban('bob', null, '3 warnings'), '/ban bob forever 3 warnings');
  equal(mute('bob', null, ''), '/mute bob forever');
});

test('topic without a text is removed', () => {
  equal([topic('java', 'all\nabout  tea'), topic('java', '  ')], ['/topic java all about tea', '/topic java']);
});

test('session knows whether its user is an operator, and reports changes only', () => {
  const ada = startSession();
  const changes = recordEvents(ada, 'rights');
  equal(ada.operator, false);
  ada.rights({ type: 'rights', operator: true });
  ada.rights({ type: 'rights', operator: true });
  equal([ada.operator, changes.length], [true, 1]);
  ada.rights({ type: 'rights', operator: false });
  equal([ada.operator, changes.length], [false, 2]);
});

test('operator knows who is muted and banned, also after the end of a term', () => {
  const ada = startSession();
  equal([ada.sanctioned('muted', 'bob'), ada.sanctioned('banned', 'bob')], [null, null]);
  const [past, future] = [-60_000, 60_000].map((ms) => new Date(Date.now() + ms).toISOString());
  ada.rights({ type: 'rights', operator: true, muted: [{ name: 'Bob', until: null }, { name: 'eve', until: past }], banned: [{ name: 'mallory', until: future }] });
  equal(['bob', 'eve', 'mallory'].map((name) => ada.sanctioned('muted', name)), [true, false, false]);
  equal(['bob', 'eve', 'mallory'].map((name) => ada.sanctioned('banned', name)), [false, false, true]);
  ada.rights({ type: 'rights', operator: true, muted: [] });
  equal([ada.sanctioned('muted', 'bob'), ada.sanctioned('banned', 'mallory')], [false, null]);
});

test('room has the settings of the welcome, and then of each event', () => {
  const lobby = joinLobby(startSession(), { settings: { locked: true, slow: 30 } });
  equal(lobby.settings, { locked: true, slow: 30 });
  const changes = recordEvents(lobby, 'settings');
  lobby.receive({ type: 'settings', locked: false, slow: 30, by: 'ada', at });
  equal([lobby.settings, changes.length], [{ locked: false, slow: 30 }, 1]);
  lobby.receive(welcome());
  equal(lobby.settings, { locked: false, slow: 0 });
});

test('reply to a command is shown aside while the latest messages are not loaded', () => {
  const ada = startSession();
  const asides = recordEvents(ada, 'aside');
  const notes = [];
  ada.answered({ detached: true }, { kind: 'answer', command: 'kick', lines: ['bob was kicked.'] });
  ada.answered({ detached: false, note: (entry) => notes.push(entry.lines) }, { kind: 'answer', command: 'kick', lines: ['eve was kicked.'] });
  equal([asides.map(({ detail }) => detail.lines), notes], [[['bob was kicked.']], [['eve was kicked.']]]);
});

test('reply without lines, of a command whose effect is visible, adds no row to the transcript', () => {
  const ada = startSession();
  const lobby = joinLobby(ada);
  const rows = () => [...lobby.entries].length;
  const before = rows();
  ada.answered(lobby, { kind: 'answer', command: 'react', lines: [] });
  equal(rows(), before);
  ada.answered(lobby, { kind: 'answer', command: 'who', lines: ['1 in lobby:'] });
  equal(rows(), before + 1);
});

test('ignoring a user is reported to the list of users', () => {
  const ada = startSession();
  const changes = recordEvents(ada, 'ignored');
  ada.submit('/ignore bob');
  equal([ada.ignores('bob'), changes.length], [true, 1]);
  ada.submit('/unignore bob');
  equal([ada.ignores('bob'), changes.length], [false, 2]);
});

test('durations are in the largest unit that divides them', () => {
  const english = new I18n({}, 'en');
  equal([5, 60, 600, 3_600, 90_000, 86_400, 604_800].map((seconds) => english.duration(seconds)),
    ['5 seconds', '1 minute', '10 minutes', '1 hour', '25 hours', '1 day', '7 days']);
  equal(new I18n({}, 'de').duration(86_400), '1 Tag');
});
