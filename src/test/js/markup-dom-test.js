import { CodeHighlighter } from '/js/codeHighlighter.js';
import { copiedText } from '/js/copiedText.js';
import { I18n } from '/js/i18n.js';
import { MessageText, codeOf, toggleFold } from '/js/messageText.js';
import { equal, ok, Random, test } from './harness.js';

const style = document.createElement('link');
style.rel = 'stylesheet';
style.href = '/css/page.css';
const styled = new Promise((resolve) => style.addEventListener('load', resolve));
document.head.append(style);
await styled;

const i18n = new I18n({ 'message.unfold': 'Show all', 'message.fold': 'Show less', 'code.copy': 'Copy code' }, 'en-GB');
const highlighter = new CodeHighlighter();
const highlighting = [];
const texts = new MessageText(i18n, (code, language) => highlighting.push(highlighter.highlight(code, language)));
const list = document.createElement('ol');
document.body.append(list);

/** Shows a message. @returns {HTMLLIElement} its row */
function show(text) {
  const row = document.createElement('li');
  row.className = 'message';
  const element = document.createElement('div');
  element.className = 'text';
  row.append(element);
  list.replaceChildren(row);
  texts.fill(row, text, (name) => name === 'ada');
  return row;
}

const shown = (text) => show(text).querySelector('.text');

const ELEMENTS = ['STRONG', 'S', 'EM', 'CODE', 'PRE', 'DIV', 'BLOCKQUOTE', 'OL', 'UL', 'LI', 'A', 'SPAN', 'BUTTON'];
const ATTRIBUTES = ['class', 'href', 'rel', 'target', 'value', 'type', 'aria-label', 'aria-expanded', 'data-action', 'data-host', 'data-label', 'data-language'];

function assertHarmless(row, text) {
  for (const element of row.querySelectorAll('*')) {
    ok(ELEMENTS.includes(element.tagName), `<${element.tagName}> of ${text}`);
    for (const { name } of element.attributes) ok(ATTRIBUTES.includes(name), `${name} of ${text}`);
    if (element.tagName === 'A') ok(/^https?:$/.test(new URL(element.getAttribute('href')).protocol), `${element.href} of ${text}`);
  }
  equal(row.querySelector('.text').textContent, text);
}

const EFFECTS = ['hit()', 'alert(1)', "document.title='owned'", "fetch('http://evil.example/')"];
const INJECTIONS = [
  '<script>%</script>', '<img src=x onerror="%">', '<svg onload="%">', '<a href="javascript:%">x</a>', '[x](javascript:%)',
  '[x](JaVaScRiPt:%)', '[x]( javascript:%)', '[x](\tjavascript:%)', '[x](java\nscript:%)', '[x](data:text/html,<script>%</script>)',
  '[x](data:text/html;base64,PHNjcmlwdD4=)%', '[x](vbscript:%)', '[x](https://a.example/"onclick="%)', "[x](https://a.example/'onclick='%)",
  '[x](https://javascript:%@a.example/)', '[<img src=x onerror="%">](https://a.example/)', '[x](https://a.example/ "title" onclick="%")',
  '[javascript:%](https://a.example/)', '[[x](javascript:%)](https://a.example/)', '![x](javascript:%)', '![x](https://evil.example/%.png)',
  '<javascript:%>', '<https://a.example/"onmouseover="%">', '[x]: javascript:%\n\n[x]', '**<img src=x onerror="%">**', '~~<svg onload="%">~~',
  '> <script>%</script>\n> <img src=x onerror="%">', '- <img src=x onerror="%">\n- [x](javascript:%)', '1. <svg onload="%">', '> [x](javascript:%)',
  '# <script>%</script>', '```html\n<script>%</script>\n```', '```js" onload="%\nx\n```', '```"><script>%</script>\nx\n```',
  '```javascript\n%\n```', '```__proto__\n%\n```', '`<script>%</script>`', '**[x](javascript:%)**', '*<b onclick="%">x</b>*', '_<i onclick="%">x</i>_',
  '@ada"onclick="%', '@<img src=x onerror="%">', 'https://a.example/#<script>%</script>', 'http://a.example/`"onclick="%`', '&lt;script&gt;%&lt;/script&gt;',
  '&#106;avascript:%', '[x](&#106;avascript:%)', '[x](https:javascript:%)', '[x](//evil.example/%)', '<!--><script>%</script>-->',
];

test('200 injection texts create allowed elements and attributes only', async () => {
  const all = INJECTIONS.flatMap((text) => EFFECTS.map((effect) => text.replaceAll('%', effect)));
  equal([all.length, new Set(all).size], [200, 200]);
  globalThis.hits = 0;
  globalThis.hit = () => globalThis.hits++;
  for (const text of all) assertHarmless(show(text), text);
  const rows = all.map((text) => show(text));
  await Promise.all(highlighting);
  rows.forEach((row, place) => assertHarmless(row, all[place]));
  equal([globalThis.hits, document.title === 'owned'], [0, false]);
});

test('random markup creates allowed elements and attributes only', () => {
  const random = new Random(5);
  const pieces = ['*', '**', '~~', '_', '`', '```', '```js\n', '> ', '\n', '- ', '1. ', ' ', 'x', '[', '](', ')', 'https://a.example/', 'javascript:x', '<b>', '"', '@ada'];
  for (let round = 0; round < 2_000; round++) {
    const text = Array.from({ length: 1 + random.below(14) }, () => random.pick(pieces)).join('');
    assertHarmless(show(text), text);
  }
});

test('markup becomes elements of its meaning', () => {
  const text = shown('**b** ~~s~~ *i* `c`\n> quote\n- one\n- two\n3. three\n[docs](https://a.example/x)');
  const all = (selector) => [...text.querySelectorAll(selector)].map((element) => element.textContent);
  equal([all('strong'), all('s'), all('em'), all('code')], [['b'], ['s'], ['i'], ['c']]);
  equal([all('blockquote > div > span:not(.marker)'), all('ul > li > span:not(.marker)')], [['quote'], ['one', 'two']]);
  equal([text.querySelector('ol > li').value, text.querySelector('a').dataset.host], [3, 'a.example']);
  equal(getComputedStyle(text.querySelector('a'), '::after').content, '" (a.example)"');
});

test('text over 1,000 characters and code over 12 lines are folded', () => {
  const long = show('x '.repeat(600).trim());
  const button = long.querySelector('.unfold-text');
  const height = () => long.querySelector('.text').getBoundingClientRect().height;
  const folded = height();
  equal([button.getAttribute('aria-label'), button.getAttribute('aria-expanded')], ['Show all', 'false']);
  list.style.inlineSize = '10rem';
  toggleFold(button, i18n);
  ok(height() > folded, `${height()} after ${folded}`);
  equal([button.getAttribute('aria-label'), button.getAttribute('aria-expanded')], ['Show less', 'true']);
  list.style.inlineSize = '';
  const lines = (count) => `\`\`\`\n${Array.from({ length: count }, (_, line) => `line ${line}`).join('\n')}\n\`\`\``;
  equal([show(lines(12)).querySelectorAll('.folded').length, show(lines(13)).querySelectorAll('pre.folded').length], [0, 1]);
  equal(show(`${lines(40)} short`).querySelector('.unfold-text'), null);
});

test('text that is replaced by a short one has no button', () => {
  const row = show('x'.repeat(1_001));
  texts.fill(row, 'short', () => false);
  equal([row.querySelector('.unfold-text'), row.querySelector('.folded')], [null, null]);
});

test('button copies the code alone', () => {
  const row = show('run ```sh\nmake all\nmake test\n``` now');
  equal(codeOf(row.querySelector('.copy-code')), 'make all\nmake test');
});

test('code of known languages gets colours by classes, and stays the same text', async () => {
  const samples = {
    bash: 'echo "hi" # x', c: 'int x = 1;', cpp: 'class A {};', csharp: 'var x = "a";', css: 'a { color: red; }', diff: '- a\n+ b', go: 'func f() {}',
    java: 'class A { int b = 1; }', js: 'const a = `x${1}`;', json: '{"a": 1}', kotlin: 'fun f() = 1', html: '<a href="x">y</a>', powershell: 'Get-Item "x" # y',
    py: 'def f(): return 1', ruby: 'def f; 1; end', rust: 'fn f() -> u8 { 1 }', sql: 'SELECT 1 FROM a', ts: 'let a: number = 1;', yaml: 'a: 1 # b',
  };
  for (const [language, code] of Object.entries(samples)) {
    const text = `\`\`\`${language}\n${code}\n\`\`\``;
    const row = show(text);
    await Promise.all(highlighting);
    ok(row.querySelector('pre span[class^=token-]'), `colours of ${language}`);
    equal(row.querySelector('pre').textContent, code);
    assertHarmless(row, text);
  }
});

test('code that takes Prism minutes does not hold up the page, and the next code gets colours', async () => {
  const slow = show(`\`\`\`bash\n${'"`'.repeat(25_000)}\n\`\`\``);
  const next = show('```js\nlet a = 1;\n```');
  let [longest, last] = [0, performance.now()];
  const clock = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 10);
  await Promise.all(highlighting);
  clearInterval(clock);
  longest = Math.max(longest, performance.now() - last);
  ok(longest < 2_000, `the page stood still for ${longest} ms`);
  equal(slow.querySelector('pre span'), null);
  ok(next.querySelector('pre span[class^=token-]'), 'colours of the next code');
});

test('copy of a part of a list or a quote has its line ends, and the markers of whole lines', () => {
  const copy = (start, startOffset, end, endOffset) => {
    const selection = document.getSelection();
    selection.setBaseAndExtent(start, startOffset, end, endOffset);
    return copiedText(selection, document.body);
  };
  const text = shown('- one two\n- three\n- four');
  const items = [...text.querySelectorAll('li > span:not(.marker)')].map((item) => item.firstChild);
  equal(copy(items[0], 4, items[1], 5), 'two\n- three');
  equal(copy(items[1], 0, items[1], 3), 'thr');
  const quote = shown('> a\n>\n> b c');
  const [a, , b] = [...quote.querySelectorAll('blockquote > div > span:not(.marker)')];
  equal(copy(a.firstChild, 0, b.firstChild, 1), '> a\n>\nb');
});
