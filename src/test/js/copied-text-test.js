import { copiedText } from '/js/copiedText.js';
import { I18n } from '/js/i18n.js';
import { MessageExtras } from '/js/messageExtras.js';
import { MessageRenderer } from '/js/messageRenderer.js';
import { equal, Random, test } from './harness.js';

const page = new DOMParser().parseFromString(await (await fetch('/')).text(), 'text/html');
for (const id of ['message-row', 'quiet-row', 'reply-line', 'deleted-line', 'extras-line', 'reaction-chip']) document.body.append(document.adoptNode(page.getElementById(id)));
const style = document.createElement('link');
style.rel = 'stylesheet';
style.href = '/css/markup.css';
const loaded = new Promise((resolve) => style.addEventListener('load', resolve));
document.head.append(style);
await loaded;

const i18n = new I18n({}, 'en-GB');
const colors = { hueOf: () => '0' };
const renderer = new MessageRenderer({ i18n, colors, extras: new MessageExtras({ i18n, colors, addressOf: () => '/' }) });
const transcript = document.createElement('div');
document.body.append(transcript);

/** Shows messages in the transcript. @returns {Element[]} their texts */
function show(...messages) {
  const list = document.createElement('ol');
  for (const message of messages) {
    const entry = { kind: 'message', from: 'ada', via: 'browser', at: Date.UTC(2026, 10, 20, 14, 2), state: 'stored', ...message };
    const row = renderer.make(entry);
    renderer.fill(row, entry, (name) => name === 'ada');
    list.append(row);
  }
  transcript.replaceChildren(list);
  return [...list.querySelectorAll('.text')];
}

function copy(start, startOffset, end, endOffset) {
  const selection = document.getSelection();
  selection.setBaseAndExtent(start, startOffset, end, endOffset);
  return copiedText(selection, transcript);
}

const copyAll = (element) => copy(element, 0, element, element.childNodes.length);

test('copy of a whole message is the text that was typed, with its markers', () => {
  for (const text of ['*bold* and _it_', '`code`', 'see ```js\nlet a;\n``` ok', '¯\\_(ツ)_/¯', '*all*', 'a\n\nb  c', '@ada http://a.example/x_y_']) {
    equal(copyAll(show({ text })[0]), text);
  }
});

test('copy of random messages is the text that was typed', () => {
  const random = new Random(11);
  const pieces = ['*', '_', '`', '```', '\n', ' ', 'a', 'word', '.', '(', ')', '😀', '@ada', 'http://a.example/'];
  for (let round = 0; round < 1_000; round++) {
    const text = `x${Array.from({ length: random.below(10) }, () => random.pick(pieces)).join('')}x`;
    const [shown] = show({ text });
    equal([shown.textContent, copyAll(shown)], [text, text]);
  }
});

test('triple click, which ends in the next row, copies one message', () => {
  const [first, second] = show({ text: '*one*' }, { text: 'two' });
  const begin = first.querySelector('em').firstChild;
  equal(copy(begin, 0, second.closest('li'), 0), '*one*');
});

test('copy of a part has the markers of what is selected as a whole', () => {
  const [text] = show({ text: 'say *bold word* and `code` now' });
  const bold = text.querySelector('em').firstChild;
  const [say, and, now] = [...text.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
  equal(copy(say, 2, and, 4), 'y *bold word* and');
  equal(copy(say, 0, bold, 4), 'say bold');
  equal(copy(and, 1, now, 4), 'and `code` now');
});

test('copy within code or a phrase has no markers', () => {
  const [text] = show({ text: 'run `rm -rf x` *now please*' });
  const code = text.querySelector('code').firstChild;
  const bold = text.querySelector('em').firstChild;
  equal(copy(code, 0, code, code.length), 'rm -rf x');
  equal(copy(bold, 0, bold, 3), 'now');
  const only = show({ text: '```\nmake all\n```' })[0].querySelector('pre').firstChild;
  equal(copy(only, 0, only, only.length), 'make all');
});

test('copy of several messages has a line for each, with time and author', () => {
  const [first, second, third] = show({ text: 'one *two*' }, { text: 'waves', action: true, from: 'bob' }, { text: '`three`\nfour' });
  const time = new I18n({}, 'en-GB').time(Date.UTC(2026, 10, 20, 14, 2));
  equal(copy(first, 0, third, third.childNodes.length), `${time} ada: one *two*\n${time} * bob waves\n${time} ada: \`three\`\nfour`);
  equal(copy(first.firstChild, 4, second, 1), `${time} ada: *two*\n${time} * bob waves`);
});

test('selection outside of the texts is copied by the browser', () => {
  const [text] = show({ text: 'one' });
  const author = text.closest('li').querySelector('.author').firstChild;
  equal(copy(author, 0, author, 3), null);
  equal(copy(text, 0, text, 0), null);
});

test('copy has no preview, no mark, no reactions and no deleted message', () => {
  const at = Date.UTC(2026, 10, 20, 14, 2);
  const texts = show(
    { text: 'one', epoch: 'e', replyTo: { seq: 1, name: 'bob', text: 'question' }, edited: { by: 'ada', at } },
    { text: '', deleted: { by: 'ada', at } },
    { text: 'two', reactions: [{ emoji: '👍', count: 2, names: ['ada'], mine: true }] },
  );
  equal(copy(texts[0].parentElement, 0, texts[2].parentElement, texts[2].parentElement.childNodes.length), '14:02 ada: one\n14:02 ada: two');
  equal([...transcript.querySelectorAll('.reply, .edited, .deleted-note, .reaction')].length, 5);
});
