import { isVisible } from '/js/visibleText.js';
import { parse } from '/js/markup.js';
import { filesOf } from '/js/codeLanguages.js';
import { equal, ok, Random, test } from './harness.js';

const kinds = (text, ...names) => parse(text, (name) => names.includes(name)).map(({ kind, text: part }) => `${kind}:${part}`);

test('plain text is one token', () => equal(kinds('hello there'), ['text:hello there']));

test('code, bold, italic and strike are distinguished', () => {
  equal(kinds('a `b*c*` *d e* _f_'), ['text:a ', 'code:b*c*', 'text: ', 'italic:d e', 'text: ', 'italic:f']);
  equal(kinds('**a b** ~~c d~~, (**e:**)'), ['bold:a b', 'text: ', 'strike:c d', 'text:, (', 'bold:e:', 'text:)']);
});

/** Shows tokens with those within them. */
const tree = (tokens) => tokens.map(({ kind, text, children }) => (children ? `${kind}(${tree(children)})` : `${kind}:${text}`)).join('|');

test('phrases, code and links are found within phrases', () => {
  equal(tree(parse('**a *b* `c`** ~~**d**~~')), 'bold(text:a |italic(text:b)|text: |code:c)|text: |strike(bold(text:d))');
  equal(tree(parse('**see [the docs](https://a.example/x)**')), 'bold(text:see |link(text:the docs))');
  equal(tree(parse('**a `b** c`')), 'text:**a |code:b** c');
});

test('lines with > are a quote', () => {
  equal(tree(parse('> a *b*\n>\n> c\nanswer')), 'quote(line(text:a |italic(text:b))|line()|line(text:c))|text:answer');
  for (const text of ['> <', '>_<', '>:(', '>>> print(x)', '> ', '>', 'a > b', '>text']) equal(kinds(text), [`text:${text}`]);
});

test('lines with - or a number are a list', () => {
  equal(tree(parse('buy:\n- tea\n- **milk**\n3. x\n  4. y\n')), 'text:buy:\n|list(item(text:tea)|item(bold(text:milk)))|list(item(text:x)|item(text:y))');
  equal(parse('3. x\n  4. y')[0].children.map(({ number, depth }) => [number, depth]), [[3, 0], [4, 1]]);
  for (const text of ['-5', '- ', '-', '- - -', '---', '007. Bond', '1.5', '1.', '* a', '-a', 'a\n* b', '1) a', '+ a']) equal(kinds(text), [`text:${text}`]);
});

test('link with a text shows its host unless the text names it', () => {
  const hosts = (text) => parse(text).filter(({ kind }) => kind === 'link').map(({ host }) => host);
  equal(hosts('[the docs](https://a.example:8080/x)'), ['a.example:8080']);
  equal(hosts('[https://bank.example](https://evil.example/)'), ['evil.example']);
  equal(hosts('[bank.example](https://bank.example@evil.example/)'), ['evil.example']);
  equal(hosts('[аpple.example](https://аpple.example/)'), ['xn--pple-43d.example']);
  equal(hosts('[a.example](https://a.example/) [https://a.example/x](https://a.example/x)'), ['', '']);
  equal(kinds('[x](https://a.example/y_(z)) end'), ['link:x', 'text: end']);
});

test('images, other addresses and incomplete links have no text', () => {
  for (const text of ['[x](javascript:alert(1))', '[x](data:text/html,y)', '[x](/y)', '[x](ftp://y)', '[x] (y)', '[x]', '[](y)', '# title', '## title', '<b>x</b>']) {
    equal(kinds(text), [`text:${text}`]);
  }
  equal(kinds('![x](https://a.example/y.png)'), ['text:![x](', 'link:https://a.example/y.png', 'text:)']);
});

test('long texts are parsed in linear time', () => {
  const brackets = ')'.repeat(100_000);
  const letters = 'a'.repeat(100_000);
  for (const [text, first] of [
    [`http://a/${brackets}`, 'link:http://a/'],
    [`http://a/((${brackets}`, 'link:http://a/(())'],
    [`http://a/${').'.repeat(50_000)}`, 'link:http://a/'],
    [`http://a/${'('.repeat(50_000)}${brackets}`, `link:http://a/${'('.repeat(50_000)}${')'.repeat(50_000)}`],
    [`*${letters}`, `text:*${letters}`],
    [`_a${brackets}`, `text:_a${brackets}`],
    [`*a://${letters}`, `text:*a://${letters}`],
    [`**${letters}`, `text:**${letters}`],
    [`~~a${'a\u0301'.repeat(50_000)}`, `text:~~a${'a\u0301'.repeat(50_000)}`],
    [`**a://${letters}`, `text:**a://${letters}`],
    [`~~${'a*'.repeat(50_000)}`, `text:~~${'a*'.repeat(50_000)}`],
  ]) {
    const start = performance.now();
    const tokens = kinds(text);
    const elapsed = performance.now() - start;
    equal(tokens[0] === first, true);
    ok(elapsed < 200, `${text.slice(0, 12)} took ${elapsed} ms`);
  }
});

test('asterisks and underscores within words are plain text', () => {
  equal(kinds('2*3*4 snake_case_name'), ['text:2*3*4 snake_case_name']);
  equal(kinds('* list * of'), ['text:* list * of']);
});

test('signs of shells, programs, paths and faces are plain text', () => {
  for (const text of [
    '¯\\_(ツ)_/¯',
    'rm *.txt,*.md',
    'rm a*.txt, b*.md',
    'ls **/*.java src/*/*.js',
    '2 * 3 * 4',
    '2*3*4 and a*b',
    '__init__ and __main__.py',
    '_private and _other',
    '**kwargs, *args',
    'char *p, *q;',
    '/* comment */ /*x*/',
    'C:\\_tmp\\_x_ ~/_posts/_drafts_/a',
    '(*^_^*) *_* -_- >_< ^_^',
    '**/*.js',
    'rm -rf **/target/*',
    '~~ ~~',
    '~~~~',
    '2**3**4 and a~~b~~c',
    '~/a ~~/b',
    'f(**a, **b)',
    '**text**s',
    'a_b_c 2*3*4 snake_case',
    'a _ b _ c * d *',
    "it`s five o`clock",
    '``quoted\'\'',
    '``` ```',
    '`` ``',
    '* *',
  ]) {
    equal(kinds(text), [`text:${text}`]);
  }
});

test('signs in addresses are plain text', () => {
  equal(kinds('http://a.example/_b_c_/*d*'), ['link:http://a.example/_b_c_/*d', 'text:*']);
  equal(kinds('*see http://a.example/*'), ['text:*see ', 'link:http://a.example/', 'text:*']);
  equal(kinds('_see http://a.example/x_y now_'), ['text:_see ', 'link:http://a.example/x_y', 'text: now_']);
  equal(kinds('*see http://a.example/ now*'), ['italic:see http://a.example/ now']);
});

test('phrase between signs is marked before punctuation, in brackets and in quotes', () => {
  equal(kinds('*yes*, (_no_)! “*maybe*”.'), ['italic:yes', 'text:, (', 'italic:no', 'text:)! “', 'italic:maybe', 'text:”.']);
  equal(kinds("*Ada*'s _the end._"), ['italic:Ada', "text:'s ", 'italic:the end.']);
});

/** Pieces of texts that are likely to be mistaken for markup. */
const PIECES = ['*', '**', '~~', '_', '[', ']', '[x](https://b.example/)', '> ', '\n> ', '\n- ', '\n1. ', '`', '```', '```js\n', '\n', ' ', 'a', 'word', '2', '.', ',', '/', '\\', '(', ')', '“', '”', "'", 'ツ', '😀', '\ufe0f', '́', '@ada', 'https://', 'http://a.example/x_y*z', '-', ':'];

const sourceOf = ({ open = '', text, close = '', children }) => open + (children ? children.map(sourceOf).join('') : text) + close;
const allOf = (tokens) => tokens.flatMap((token) => [token, ...allOf(token.children ?? [])]);
const OPEN = /^(\*\*?|~~|_|`|\[|> ?| *(-|\d+\.) +|```([a-z0-9+#.-]*\n)?)?$/i;
const CLOSE = /^(\*\*?|~~|_|`|\]\(https:\/\/[^\s)]*\)|\n|\n?```\n?)?$/;

test('tokens with their markers are the text, and nothing but markers is hidden', () => {
  const random = new Random(7);
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: 1 + random.below(12) }, () => random.pick(PIECES)).join('');
    const tokens = parse(text, (name) => name === 'ada');
    equal(tokens.map(sourceOf).join(''), text);
    equal(tokens.map(({ open = '', text: part, close = '' }) => open + part + close).join(''), text);
    for (const { kind, text: part, open = '', close = '' } of allOf(tokens)) {
      ok(OPEN.test(open) && CLOSE.test(close), `markers ${open} ${close} in ${text}`);
      ok(['text', 'line'].includes(kind) || isVisible(part), `nothing to be seen in a token of ${text}`);
    }
  }
});

test('code block keeps its lines without the name of the language', () =>
  equal(kinds('see ```js\nlet a;\nlet b;\n``` ok'), ['text:see ', 'block:let a;\nlet b;', 'text: ok']));

test('link ends before the punctuation of its sentence', () => {
  equal(kinds('at https://a.example/x, or (http://b.example/y_(z)).'), [
    'text:at ',
    'link:https://a.example/x',
    'text:, or (',
    'link:http://b.example/y_(z)',
    'text:).',
  ]);
});

test('only http and https are links', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'file:///etc/passwd']) {
    equal(kinds(text), [`text:${text}`]);
  }
});

test('nickname is a mention only if a user has it', () => {
  equal(kinds('hi @ada, and @bob', 'ada'), ['text:hi ', 'mention:@ada', 'text:, and @bob']);
  equal(kinds('mail me@ada', 'ada'), ['text:mail me@ada']);
});

test('nickname may end in punctuation', () => equal(kinds('@ada_. yes', 'ada_'), ['mention:@ada_', 'text:. yes']));

test('4,000 characters of unclosed markup are parsed within 5 ms', () => {
  const parts = ['*_~[', '*a', '**a ', '~~a ', '_a', '`', '@a', '```', '``` a', '[a](https://x', '[a](https://x.y/(', '> ', '- ', '1. a\n', '(*a://b) ', '**a *b ', ' *a~_['];
  const repeated = parts.map((part) => part.repeat(4_000).slice(0, 4_000));
  const opened = ['*', '**', '~~', '_', '`', '```', '@', '[', '[a](https://'].map((part) => part + 'a\u0301'.repeat(1_990));
  const took = [...repeated, ...opened].map((text) => {
    const part = text.slice(0, 20);
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      parse(text);
      return performance.now() - started;
    });
    return { part, ms: Math.min(...times) };
  });
  const worst = took.reduce((one, other) => (one.ms > other.ms ? one : other));
  ok(worst.ms < 5, `${worst.part} took ${worst.ms} ms`);
  console.info(`4,000 characters of markup: ${worst.ms.toFixed(2)} ms at most (${JSON.stringify(worst.part)})`);
});

test('language after ``` selects the files of its highlighting', () => {
  equal(filesOf('JS'), { grammar: 'javascript', files: ['core', 'clike', 'javascript'] });
  equal(filesOf('cpp').files, ['core', 'clike', 'c', 'cpp']);
  equal(filesOf('constructor'), { grammar: '', files: [] });
});
