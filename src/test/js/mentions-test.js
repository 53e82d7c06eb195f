import { mentionedName, mentions } from '/js/mentions.js';
import { parse } from '/js/markup.js';
import { equal, ok, Random, test } from './harness.js';

const examples = await (await fetch(new URL('mentions.json', import.meta.url))).json();

test('examples that Java checks as well', () => {
  ok(examples.length > 100, `${examples.length} examples`);
  const wrong = examples.filter(({ text, name, by, mentioned }) => mentions(text, name, by === 'operator') !== mentioned);
  equal(wrong, []);
});

test('mention after @ in an example is marked in the text', () => {
  for (const { text, name, by, mentioned } of examples) {
    const isName = (word) => word.toLowerCase() === name.toLowerCase() || (by === 'operator' && word.toLowerCase() === 'all');
    const marked = JSON.stringify(parse(text, isName)).includes('"mention"');
    ok(!marked || mentioned, `marked in ${text}`);
  }
});

test('longest name after @ is the mentioned one', () => {
  const names = (...all) => (word) => all.includes(word);
  equal(mentionedName('ada_', names('ada', 'ada_')), 'ada_');
  equal(mentionedName('ada_.', names('ada', 'ada_')), 'ada_');
  equal(mentionedName('ada?', names('ada', 'ada?')), 'ada?');
  equal(mentionedName("o'neil's", names('o', "o'neil")), "o'neil");
  equal(mentionedName('adaline', names('ada')), '');
});

test('mentions in long texts are found in linear time', () => {
  const random = new Random(3);
  for (const part of ['@', '@a', '@!', '```', '`', '@ada_', 'https://', '@a:', 'ada,', '[@']) {
    const text = part.repeat(4_000).slice(0, 4_000);
    const started = performance.now();
    mentions(text, 'bob', random.below(2) === 0);
    ok(performance.now() - started < 50, `${part} took ${performance.now() - started} ms`);
  }
});
