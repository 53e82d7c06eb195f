import { isVisible } from './visibleText.js';

/**
 * Parses the markup of messages: links, `code`, ``` blocks, *bold*, _italic_ and @name. Returns tokens, never HTML; the
 * renderer creates nodes. The tokens with their markers are the text, character by character.
 *
 * A marker is one only around a word or a phrase: before the first there is white space or an opening bracket or quote,
 * after the second white space or punctuation, and what it marks begins and ends like a phrase. So `¯\_(ツ)_/¯`,
 * `rm *.txt,*.md`, `2 * 3 * 4`, `__init__`, paths and addresses are plain text.
 */

const BEFORE = '(?<=^|[\\s(\\[{"\'“‘„«–—])';
const AFTER = '(?=$|[\\s–—]|[\'’]s(?![\\p{L}\\p{N}])|[.,;:!?…)\\]}"\'”’“»]+(?:$|[\\s–—]))';
const FIRST = '[\\p{L}\\p{N}\\p{Extended_Pictographic}"\'“‘„«(\\[<#@+€$£¿¡]';
const LAST = '[\\p{L}\\p{N}\\p{M}\\p{Extended_Pictographic}"\'”’“»)\\]>.!?…%€$£+#]';

/**
 * Returns the pattern of a phrase between two markers. A marker directly after an address is a part of the address. The
 * second marker is looked for before the text before it, so that a text without one takes linear time.
 */
function phrase(name, marker) {
  const inner = `[^${marker}\\n]`;
  const word = `(?=[^${marker}\\n]*[\\p{L}\\p{N}\\p{Extended_Pictographic}])`;
  return `${BEFORE}[${marker}](?<${name}>${word}(?=${FIRST})${inner}*(?=[${marker}])(?<=${LAST})(?<!:\\/\\/[^\\s<>"“”]*))[${marker}]${AFTER}`;
}

const TOKENS = new RegExp(
  [
    '(?<!`)(?<open>```(?:[a-z0-9+-]*\\n)?)(?!`)(?<block>(?!\\s*`)[^]+?)(?<close>\\n?(?<!`)```)(?!`)',
    '(?<![\\p{L}\\p{N}`\\\\])`(?<code>[^`\\n]+)`(?![\\p{L}\\p{N}`])',
    '(?<link>https?:\\/\\/[^\\s<>"“”]+)',
    phrase('bold', '*'),
    phrase('italic', '_'),
    '(?<![\\p{L}\\p{N}@])@(?<mention>[^\\s@,;:!?()]{1,32})',
  ].join('|'),
  'giu',
);

/**
 * @typedef {object} Token
 * @property {'text' | 'code' | 'block' | 'bold' | 'italic' | 'mention' | 'link'} kind
 * @property {string} text what the reader sees
 * @property {string} [open] the marker before the text
 * @property {string} [close] the marker after the text
 * @property {string} [href] the address of a link
 */

/**
 * @param {string} text
 * @param {(name: string) => boolean} isName whether a user has this nickname
 * @returns {Token[]}
 */
export function parse(text, isName = () => false) {
  const tokens = [];
  let from = 0;
  const plain = (to) => {
    if (to > from) tokens.push({ kind: 'text', text: text.slice(from, to) });
  };
  for (const match of text.matchAll(TOKENS)) {
    if (match.index < from) continue;
    const found = read(match, isName);
    if (!found) continue;
    plain(match.index);
    tokens.push(found.token);
    from = match.index + found.length;
  }
  plain(text.length);
  return tokens;
}

/** Returns whether a text mentions a user. */
export function mentions(text, name) {
  if (!text.includes('@')) return false;
  const wanted = name.toLowerCase();
  return parse(text, (word) => word.toLowerCase() === wanted).some((token) => token.kind === 'mention');
}

function read(match, isName) {
  const { open, block, close, code, link, bold, italic, mention } = match.groups;
  const marked = (kind, text, before, after = before) => ({ token: { kind, text, open: before, close: after }, length: match[0].length });
  if (block !== undefined) return isVisible(block) ? marked('block', block, open, close) : null;
  if (code !== undefined) return isVisible(code) ? marked('code', code, '`') : null;
  if (bold !== undefined) return marked('bold', bold, '*');
  if (italic !== undefined) return marked('italic', italic, '_');
  if (link !== undefined) return readLink(link);
  return readMention(mention, isName);
}

/** Punctuation at the end of a sentence is not part of a link, nor is a closing bracket without its opening one. */
function readLink(written) {
  let unopened = 0;
  for (const sign of written) unopened += sign === ')' ? 1 : sign === '(' ? -1 : 0;
  let end = written.length;
  for (; end > 0; end--) {
    const last = written[end - 1];
    if (last === ')' && unopened > 0) unopened--;
    else if (!'.,;:!?\'*_`]'.includes(last)) break;
  }
  const text = written.slice(0, end);
  let url;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  return { token: { kind: 'link', text, href: url.href }, length: text.length };
}

/** A nickname may end in punctuation: the longest existing one is used. */
function readMention(written, isName) {
  for (let word = written; word !== ''; word = word.slice(0, -1)) {
    if (isName(word)) return { token: { kind: 'mention', text: `@${word}` }, length: word.length + 1 };
    if (/[\p{L}\p{N}]/u.test(word.at(-1))) return null;
  }
  return null;
}
