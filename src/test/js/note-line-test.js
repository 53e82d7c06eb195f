import { noteLine } from '/js/noteLine.js';
import { equal, test } from './harness.js';

function parts(line) {
  const element = noteLine(line);
  return [element.className, [...element.children].map((part) => `${part.localName}:${part.textContent}`), element.textContent];
}

test('a command and its description are 2 columns', () => {
  equal(parts('/join ROOM [KEY]     Joins a room.'), ['note-columns', ['b:/join ROOM [KEY]  '], '/join ROOM [KEY]  Joins a room.']);
  equal(parts('/help  Lists  all.'), ['note-columns', ['b:/help  '], '/help  Lists  all.']);
});

test('a nickname does not change the direction of its line', () => {
  equal(parts('  \u0644\u064a\u0644\u0649 (browser)'), ['', ['bdi:\u0644\u064a\u0644\u0649'], '  \u0644\u064a\u0644\u0649 (browser)']);
});

test('other lines stay as they are', () => {
  for (const line of ['', '4 in lobby:', '    a(b)   # code', '/join lab _zbso67kOn', '13:50 bob: /a  b', '/a  ']) {
    equal([noteLine(line).children.length, noteLine(line).textContent], [0, line]);
  }
});

test('a line of 4,000 signs is read within 50 ms', () => {
  const started = performance.now();
  for (const line of [`/${'a  '.repeat(1_333)}`, `/a${' '.repeat(3_998)}`, `/${' a'.repeat(1_999)}`]) noteLine(line);
  equal(performance.now() - started < 50, true);
});
