import { Timeline } from '/js/timeline.js';
import { equal, heard, ok, test } from './harness.js';

const texts = (entries) => [...entries].map((entry) => entry.text);

test('what is settled stands before what waits', () => {
  const entries = new Timeline();
  entries.wait({ text: 'mine' });
  entries.settle({ text: 'theirs' });
  equal(texts(entries), ['theirs', 'mine']);
  equal(entries.last.text, 'theirs');
});

test('what is confirmed takes its place behind all that is settled', () => {
  const entries = new Timeline();
  const first = entries.wait({ text: 'first' });
  const second = entries.wait({ text: 'second' });
  const events = heard(entries, 'moved', 'changed');
  entries.confirm(second, { seq: 1 });
  equal(texts(entries), ['second', 'first']);
  equal(events.map((event) => event.type), ['moved', 'changed']);
  entries.confirm(first, { seq: 2 });
  equal(texts(entries), ['second', 'first']);
  equal(events.map((event) => event.type), ['moved', 'changed', 'changed']);
});

test('the newest are kept while following, the oldest while reading back, what waits always', () => {
  const entries = new Timeline();
  entries.wait({ text: 'waits' });
  for (let i = 0; i < Timeline.LIMIT + 9; i++) entries.settle({ text: i });
  equal(entries.trimOldest().length, 10);
  equal([entries.length, entries.oldest.text, texts(entries).at(-1)], [Timeline.LIMIT, 10, 'waits']);
  entries.prepend([{ text: 'older' }, { text: 'old' }]);
  equal(entries.trimNewest().map((entry) => entry.text), [Timeline.LIMIT + 7, Timeline.LIMIT + 8]);
  equal(texts(entries).slice(0, 2), ['older', 'old']);
  equal(texts(entries).at(-1), 'waits');
});

test('a page of older ones is announced as a whole', () => {
  const entries = new Timeline();
  const oldest = entries.settle({ text: 'c' });
  const events = heard(entries, 'shifting', 'added', 'shifted');
  entries.prepend([{ text: 'a' }, { text: 'b' }]);
  equal(events.map((event) => event.type), ['shifting', 'added', 'added', 'shifted']);
  ok(events[1].detail.before === oldest && events[1].detail.live === false, 'stands before what was the oldest, and is not news');
});
