import { Timeline } from '/js/timeline.js';
import { equal, ok, recordEvents, test } from './harness.js';

const texts = (timeline) => [...timeline].map((entry) => entry.text);

test('settled entries are before pending ones', () => {
  const timeline = new Timeline();
  timeline.wait({ text: 'mine' });
  timeline.settle({ text: 'theirs' });
  equal(texts(timeline), ['theirs', 'mine']);
  equal(timeline.last.text, 'theirs');
});

test('confirmed entry moves after all settled entries', () => {
  const timeline = new Timeline();
  const first = timeline.wait({ text: 'first' });
  const second = timeline.wait({ text: 'second' });
  const events = recordEvents(timeline, 'moved', 'changed');
  timeline.confirm(second, { seq: 1 });
  equal(texts(timeline), ['second', 'first']);
  equal(events.map((event) => event.type), ['moved', 'changed']);
  timeline.confirm(first, { seq: 2 });
  equal(texts(timeline), ['second', 'first']);
  equal(events.map((event) => event.type), ['moved', 'changed', 'changed']);
});

test('confirmed entry stays before the answer that came after it', () => {
  const timeline = new Timeline();
  timeline.settle({ kind: 'answer', text: 'earlier answer' });
  const message = timeline.wait({ kind: 'message', text: 'lunch?' });
  timeline.settle({ kind: 'message', text: 'theirs' });
  timeline.settle({ kind: 'answer', text: 'bob is away' });
  timeline.confirm(message, { seq: 1 });
  equal(texts(timeline), ['earlier answer', 'theirs', 'lunch?', 'bob is away']);
});

test('trimming keeps the newest or the oldest entries, and all pending ones', () => {
  const timeline = new Timeline();
  timeline.wait({ text: 'waits' });
  for (let i = 0; i < Timeline.LIMIT + 9; i++) timeline.settle({ text: i });
  equal(timeline.trimOldest().length, 10);
  equal([timeline.length, timeline.oldest.text, texts(timeline).at(-1)], [Timeline.LIMIT, 10, 'waits']);
  timeline.prepend([{ text: 'older' }, { text: 'old' }]);
  equal(timeline.trimNewest().map((entry) => entry.text), [Timeline.LIMIT + 7, Timeline.LIMIT + 8]);
  equal(texts(timeline).slice(0, 2), ['older', 'old']);
  equal(texts(timeline).at(-1), 'waits');
});

test('page of older entries is announced as a whole', () => {
  const timeline = new Timeline();
  const oldest = timeline.settle({ text: 'c' });
  const events = recordEvents(timeline, 'shifting', 'added', 'shifted');
  timeline.prepend([{ text: 'a' }, { text: 'b' }]);
  equal(events.map((event) => event.type), ['shifting', 'added', 'added', 'shifted']);
  ok(events[1].detail.before === oldest && events[1].detail.live === false, 'is inserted before the oldest entry and is not live');
});
