import { parseInline } from './inlineMarkup.js';
import { isVisible } from './visibleText.js';

/**
 * Parses the markup of messages: ``` blocks, `> ` quotes, lists with `- ` and `1. `, and what `inlineMarkup.js` finds within
 * a line. Returns tokens, never HTML; the renderer creates nodes. The tokens with their markers are the text, character by
 * character. Takes linear time.
 *
 * @typedef {object} Token
 * @property {'text' | 'code' | 'block' | 'bold' | 'strike' | 'italic' | 'mention' | 'link' | 'quote' | 'list' | 'line' | 'item'} kind
 * @property {string} text what the reader sees; for a token with children, their text with their markers
 * @property {string} [open] the marker before the text
 * @property {string} [close] the marker after the text
 * @property {string} [href] the address of a link
 * @property {string} [host] the host of a link, if its text does not name it
 * @property {string} [language] the language of a block, empty if it has none
 * @property {boolean} [toAll] whether a mention means all users
 * @property {boolean} [ordered] whether the items of a list have numbers
 * @property {number | null} [number] the number of an item; null in a list without numbers
 * @property {number} [depth] how far an item is indented, from 0 to 3
 * @property {Token[]} [children] the tokens within
 */

const FENCED = /(?<!`)(?<open>```(?:(?<language>[a-z0-9+#.-]*)\n)?)(?!`)(?<block>(?!\s*`)[^]+?)(?<close>\n?(?<!`)```(?!`)\n?)/giu;
const LINE = /[^\n]*\n|[^\n]+/gu;
const WORD = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;
const QUOTE = /^> |^>(?=\n?$)/u;
const ITEM = /^(?<indent> {0,6})(?:-|(?<number>0|[1-9]\d{0,8})\.) +(?![-\s])/u;
const MOST_DEPTH = 3;

/**
 * @param {string} text
 * @param {(name: string) => boolean} isName whether a user has this nickname
 * @returns {Token[]}
 */
export function parse(text, isName = () => false) {
  const tokens = [];
  let from = 0;
  for (const { index, 0: { length }, groups: { open, language = '', block, close } } of text.matchAll(FENCED)) {
    if (!isVisible(block)) continue;
    tokens.push(...parseLines(text, from, index, isName));
    tokens.push({ kind: 'block', text: block, open, close, language });
    from = index + length;
  }
  tokens.push(...parseLines(text, from, text.length, isName));
  return tokens;
}

/** Parses a part of the text without blocks. Lines of the same kind are one token. */
function parseLines(text, from, to, isName) {
  const groups = [];
  let atStart = from === 0 || text[from - 1] === '\n';
  for (const [line] of text.slice(from, to).matchAll(LINE)) {
    const kind = atStart ? kindOf(line, groups.at(-1)?.kind) : 'plain';
    if (groups.at(-1)?.kind === kind) groups.at(-1).lines.push(line);
    else groups.push({ kind, lines: [line] });
    atStart = true;
  }
  return groups.flatMap(({ kind, lines }) => (kind === 'plain' ? parseInline(lines.join(''), isName) : [group(kind, lines, isName)]));
}

/** A quote begins with a line that has words; empty lines continue it. */
function kindOf(line, before) {
  if (QUOTE.test(line) && (before === 'quote' || WORD.test(line))) return 'quote';
  const item = WORD.test(line) && ITEM.exec(line);
  if (!item || !WORD.test(line.slice(item[0].length))) return 'plain';
  return item.groups.number === undefined ? 'list' : 'ordered';
}

/** @returns {Token} */
function group(kind, lines, isName) {
  const children = lines.map((line) => (kind === 'quote' ? quoted(line, isName) : item(line, isName)));
  const text = lines.join('');
  return kind === 'quote' ? { kind, text, children } : { kind: 'list', text, ordered: kind === 'ordered', children };
}

function quoted(line, isName) {
  const [open] = QUOTE.exec(line);
  return { kind: 'line', ...content(line, open, isName) };
}

function item(line, isName) {
  const { 0: open, groups: { indent, number } } = ITEM.exec(line);
  return { kind: 'item', ...content(line, open, isName), number: number === undefined ? null : Number(number), depth: Math.min(Math.floor(indent.length / 2), MOST_DEPTH) };
}

function content(line, open, isName) {
  const close = line.endsWith('\n') ? '\n' : '';
  const text = line.slice(open.length, line.length - close.length);
  return { open, text, close, children: parseInline(text, isName) };
}
