import { Alerts } from '/js/alerts.js';
import { NotificationLevels } from '/js/notificationLevels.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { quiet } from '/js/quietCommand.js';
import { Session } from '/js/session.js';
import { Unread } from '/js/unread.js';
import { equal, recordEvents, Storage, test, Timers } from './harness.js';

const HOUR = 3_600_000;
const EVENING = new Date(2026, 10, 30, 22, 15).getTime();

/** Levels with a clock that follows the timers. */
function create({ storage = new Storage(), start = EVENING } = {}) {
  const timers = new Timers();
  let now = start;
  const levels = new NotificationLevels({ storage, later: timers.later, now: () => now });
  const advance = (ms) => {
    now += ms;
    timers.advance(ms);
  };
  return { levels, storage, advance };
}

/** What a message without and with a mention does. */
const effects = (levels, key) => [levels.effectOf(key, false), levels.effectOf(key, true)];

const table = await (await fetch(new URL('levels.json', import.meta.url))).json();

test('table of levels that Java checks as well', () => {
  for (const { level, mention, effect } of table.effects) {
    const { levels } = create();
    levels.set('java', level);
    equal([level, mention, levels.effectOf('java', mention)], [level, mention, effect]);
  }
  for (const { mute, at, until } of table.mutes) {
    const { levels } = create({ start: new Date(at).getTime() });
    levels.set('java', mute);
    equal([mute, levels.of('java').until], [mute, new Date(until).getTime()]);
  }
});

test('level of a room decides what its messages do', () => {
  const { levels } = create();
  equal(effects(levels, 'java'), ['count', 'alert']);
  const all = NotificationLevels.LEVELS.map((level) => {
    levels.set('java', level);
    return effects(levels, 'java');
  });
  equal(all, [['count', 'alert'], ['alert', 'alert'], ['none', 'alert'], ['none', 'none']]);
  equal(effects(levels, 'lobby'), ['count', 'alert']);
});

test('muted room has its level again after an hour', () => {
  const { levels, advance } = create();
  const changes = recordEvents(levels, 'changed');
  levels.set('java', 'all');
  levels.set('java', '1h');
  equal([levels.of('java'), effects(levels, 'java')], [{ level: 'all', until: EVENING + HOUR }, ['none', 'none']]);
  advance(HOUR - 1);
  equal(effects(levels, 'java'), ['none', 'none']);
  advance(1);
  equal([levels.of('java'), effects(levels, 'java')], [{ level: 'all', until: 0 }, ['alert', 'alert']]);
  equal(changes.map(({ detail: { key } }) => key), ['java', 'java', 'java']);
});

test('room that is muted until tomorrow is silent until 8 in the morning', () => {
  const { levels, advance } = create();
  levels.set('java', 'tomorrow');
  equal(levels.of('java').until, new Date(2026, 11, 1, 8).getTime());
  advance(9 * HOUR + 44 * 60_000);
  equal(levels.effectOf('java', true), 'none');
  advance(60_000);
  equal(effects(levels, 'java'), ['count', 'alert']);
});

test('mute that ended while the computer slept is over without a timer', () => {
  const storage = new Storage();
  create({ storage }).levels.set('java', '1h');
  equal(effects(create({ storage, start: EVENING + 2 * HOUR }).levels, 'java'), ['count', 'alert']);
});

test('another level ends the mute, and the end of an earlier mute has no effect', () => {
  const { levels, advance } = create();
  levels.set('java', '1h');
  levels.set('java', 'mentions');
  equal(levels.of('java'), { level: 'mentions', until: 0 });
  levels.set('java', '1h');
  advance(HOUR / 2);
  levels.set('java', '1h');
  advance(HOUR / 2);
  equal(levels.effectOf('java', true), 'none');
});

test('levels are kept over a reload, and damaged ones are ignored', () => {
  const { levels, storage } = create();
  levels.set('java', 'nothing');
  levels.set('@bob', '1h');
  levels.set('lobby', 'all');
  levels.set('lobby', 'default');
  const { levels: after } = create({ storage });
  equal([after.of('java').level, after.of('@bob').until, after.of('lobby').level], ['nothing', EVENING + HOUR, 'default']);
  for (const damaged of ['x', [1, null, { key: 7 }], [{ key: 'a', level: 'loud', until: 0 }], [{ key: 'a', level: 'all', until: 'x' }], { a: 1 }]) {
    const other = new Storage();
    other.write('levels', damaged);
    equal(effects(create({ storage: other }).levels, 'a'), ['count', 'alert']);
  }
});

test('levels of at most 200 conversations are kept', () => {
  const { levels, storage } = create();
  for (let place = 0; place < 205; place++) levels.set(`room-${place}`, 'all');
  equal([storage.read('levels').length, levels.of('room-0').level, levels.of('room-204').level], [200, 'default', 'all']);
});

test('messages that do not count by the level are not unread, but have the line New', () => {
  const { levels, storage } = create();
  const unread = new Unread(storage, 'java', levels);
  levels.set('java', 'mentions');
  unread.arrived('e:1', false);
  equal([unread.count, unread.mentions, unread.line], [0, 0, 'e:1']);
  unread.arrived('e:2', true);
  equal([unread.count, unread.mentions, unread.line], [1, 1, 'e:1']);
});

test('messages that counted before are not counted after a change of the level', () => {
  const { levels, storage } = create();
  const unread = new Unread(storage, 'java', levels);
  for (const mention of [false, true, false]) unread.arrived('e:1', mention);
  const counts = ['mentions', 'nothing', 'all'].map((level) => {
    levels.set('java', level);
    unread.recheck();
    return [unread.count, unread.mentions];
  });
  equal(counts, [[1, 1], [0, 0], [0, 0]]);
});

function session() {
  const storage = new Storage();
  const ada = new Session({ pendingMessages: new PendingMessages(storage), history: {}, storage, later: new Timers().later });
  ada.begin('ada', 'java');
  return ada;
}

let seq = 0;

function publish(room, text, more = {}) {
  seq++;
  room.receive({ type: 'said', seq, epoch: 'e', from: 'bob', via: 'browser', text, at: '2026-11-30T14:02:00Z', ...more });
}

function enter(room) {
  room.entering();
  room.receive({ type: 'welcome', position: `e:${seq}`, head: `e:${seq}`, people: { count: 1, first: [] } });
}

test('alert, badge and title follow the level alike', () => {
  const ada = session();
  const [room] = ada.rooms;
  enter(room);
  const alerts = recordEvents(new Alerts(ada), 'alert');
  const publishBoth = () => {
    const before = [alerts.length, room.unread.count];
    publish(room, 'hello');
    publish(room, '@ada hello');
    return [alerts.length - before[0], room.unread.count - before[1]];
  };
  equal(publishBoth(), [1, 2]);
  ada.submit('/quiet all');
  equal(publishBoth(), [2, 2]);
  ada.submit('/quiet mentions');
  equal(publishBoth(), [1, 1]);
  ada.submit('/quiet #java nothing');
  equal(publishBoth(), [0, 0]);
  equal([room.unread.count, room.unread.mentions], [0, 0]);
});

test('own messages, those of the past and those that the user sees do not alert', () => {
  const ada = session();
  const [room] = ada.rooms;
  const alerts = recordEvents(new Alerts(ada), 'alert');
  room.entering();
  room.receive({ type: 'welcome', position: `e:${seq}`, head: `e:${seq + 1}`, people: { count: 1, first: [] } });
  publish(room, '@ada of the past');
  publish(room, '@ada mine', { from: 'ada' });
  room.unread.watched = true;
  publish(room, '@ada seen');
  equal(alerts.length, 0);
});

test('command shows and sets the level of the open or of a named room', () => {
  const ada = session();
  ada.enter('lobby');
  const run = (rest) => {
    const { done, key, values } = quiet(rest, { current: ada.current, room: (name) => ada.room(name) }, ada.levels);
    return [done, key, values[0] ?? ''];
  };
  equal(run(''), [true, 'quiet.default', 'lobby']);
  equal(run('Nothing'), [true, 'quiet.nothing', 'lobby']);
  equal(run('#Java mentions'), [true, 'quiet.mentions', 'java']);
  equal(run('java'), [true, 'quiet.mentions', 'java']);
  equal(run('java 1h'), [true, 'quiet.until', 'java']);
  equal(run('java off'), [true, 'quiet.default', 'java']);
  equal(run('java mentions'), [true, 'quiet.mentions', 'java']);
  equal(run('other all'), [false, 'quiet.room', 'other']);
  equal(run('java loud'), [false, 'quiet.usage', '']);
  equal([ada.levels.of('lobby').level, ada.levels.of('java').level], ['nothing', 'mentions']);
});
