import { DayChange } from '/js/dayChange.js';
import { equal, recordEvents, test, Timers } from './harness.js';

const HOUR = 3_600_000;

/** Starts at 22:00 of a day, with a clock that the test advances. */
function start() {
  const timers = new Timers();
  const begun = new Date(2026, 10, 20, 22).getTime();
  const clock = { time: begun };
  const dayChange = new DayChange({ now: () => clock.time, later: timers.later });
  const events = recordEvents(dayChange, 'changed');
  const advance = (ms) => {
    clock.time += ms;
    timers.advance(ms);
  };
  return { clock, dayChange, events, advance };
}

test('day changes at midnight, each day', () => {
  const { events, advance } = start();
  advance(2 * HOUR - 1);
  equal(events.length, 0);
  advance(1);
  equal(events.length, 1);
  advance(12 * HOUR);
  equal(events.length, 1);
  advance(12 * HOUR);
  equal(events.length, 2);
});

test('day changes on waking, if midnight has passed, once', () => {
  const { clock, dayChange, events, advance } = start();
  dayChange.check();
  equal(events.length, 0);
  clock.time += 26 * HOUR;
  dayChange.check();
  dayChange.check();
  equal(events.length, 1);
  advance(0);
  equal(events.length, 1);
});
