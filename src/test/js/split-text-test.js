import { lengthOf } from '/js/names.js';
import { lineCountOf, MAX_LINES, splitText } from '/js/splitText.js';
import { isVisible } from '/js/visibleText.js';
import { equal, ok, Random, test } from './harness.js';

test('text is split at line ends, into as few messages as possible', () => {
  equal(splitText('aaaa\nbbbb\ncccc\ndddd', 9), ['aaaa\nbbbb', 'cccc\ndddd']);
  equal(splitText('aaaa\n\n  bb\ncccc', 10), ['aaaa\n\n  bb', 'cccc']);
});

test('line that is too long is split at spaces, a word between characters', () => {
  equal(splitText('one two three\nfour', 8), ['one two', 'three', 'four']);
  equal(splitText('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
  equal(splitText('ab 👩‍🚀👩‍🚀', 4), ['ab', '👩‍🚀', '👩‍🚀']);
  equal(splitText('éééé', 3), ['ééé', 'é']);
});

test('text that fits is one message', () => equal(splitText('a\nb', 3), ['a\nb']));

test('text of too many lines is split, whatever ends them', () => {
  for (const end of ['\n', '\r\n', '\v', '\f', '\u0085', '\u2028', '\u2029']) {
    const text = Array.from({ length: 250 }, (_, line) => String(line)).join(end);
    const parts = splitText(text, 4_000);
    equal(parts.map(lineCountOf), [100, 100, 50]);
    equal(parts.join(end), text);
  }
  equal(MAX_LINES, 100);
  equal(splitText('a\n'.repeat(99), 4_000).length, 1);
});

test('no text is lost, and each part can be sent', () => {
  const random = new Random(5);
  const pieces = ['a', 'word', ' ', '  ', '\n', '\n\n', '/x', '😀', 'é', '.', '\t', '👩‍🚀'];
  const seen = (text) => text.replace(/[ \n\t]/g, '');
  for (let round = 0; round < 5_000; round++) {
    const limit = 3 + random.below(20);
    const text = Array.from({ length: random.below(60) }, () => random.pick(pieces)).join('');
    const parts = splitText(text, limit);
    equal(seen(parts.join('')), seen(text));
    for (const part of parts) ok(lengthOf(part) <= limit && isVisible(part), `“${part}” of “${text}” for ${limit}`);
    let from = 0;
    for (const part of parts) {
      from = text.indexOf(part, from);
      ok(from >= 0, `“${part}” is not a part of “${text}”`);
      from += part.length;
    }
  }
});
