import { isAll, mentionedName } from './mentions.js';
import { isVisible } from './visibleText.js';

/**
 * Parses the markup within a line: links, `code`, **bold**, ~~strike~~, *italic*, _italic_, [text](https://…) and @name. A
 * marker is one only around a word or a phrase: before the first there is white space or an opening bracket or quote, after
 * the second white space or punctuation, and what it marks begins and ends like a phrase. So `¯\_(ツ)_/¯`, `rm *.txt,*.md`,
 * `2 * 3 * 4`, `__init__`, `**` + `/*.js`, paths and addresses are plain text.
 */

const BEFORE = '(?<=^|[\\s(\\[{"\'“‘„«–—])';
const AFTER = '(?=$|[\\s–—]|[\'’]s(?![\\p{L}\\p{N}])|[.,;:!?…)\\]}"\'”’“»]+(?:$|[\\s–—]))';
const WORD = '\\p{L}\\p{N}\\p{Extended_Pictographic}';
const FIRST = `${WORD}"'“‘„«(\\[<#@+€$£¿¡`;
const LAST = `${WORD}\\p{M}"'”’“»)\\]>.!?…%€$£+#`;

/**
 * Returns the pattern of a phrase between two markers of one sign. A marker directly after an address is a part of the
 * address, but not after the bracket of a link. The second marker is looked for before the text before it, so that a text without one takes linear time.
 */
function phrase(name, sign) {
  const inner = `[^${sign}\\n]`;
  const word = `(?=${inner}*[${WORD}])`;
  return `${BEFORE}[${sign}](?<${name}>${word}(?=[${FIRST}])${inner}*(?=[${sign}])(?<=[${LAST}])(?<!:\\/\\/[^\\s<>"“”)]*))[${sign}]${AFTER}`;
}

/** Returns the pattern of a phrase between two doubled signs; other markup may begin and end it. */
function doubled(name, sign) {
  const inner = `(?:[^${sign}\\n]|[${sign}](?![${sign}]))`;
  const word = `(?=${inner}*[${WORD}])`;
  return `${BEFORE}[${sign}]{2}(?![${sign}])(?<${name}>${word}(?=[${FIRST}_\`*~])${inner}+(?=[${sign}]{2})(?<=[${LAST}:;,_\`*~])(?<!:\\/\\/[^\\s<>"“”)]*))[${sign}]{2}(?![${sign}])${AFTER}`;
}

const TOKENS = new RegExp(
  [
    '(?<![\\p{L}\\p{N}`\\\\])`(?<code>[^`\\n]+)`(?![\\p{L}\\p{N}`])',
    '(?<!!)\\[(?<label>[^\\[\\]\\n]+)\\]\\((?<target>https?:\\/\\/(?:[^\\s<>"“”()\\[\\]]|\\([^\\s<>"“”()\\[\\]]*\\))+)\\)',
    '(?<link>https?:\\/\\/[^\\s<>"“”]+)',
    doubled('bold', '*'),
    doubled('strike', '~'),
    phrase('starred', '*'),
    phrase('italic', '_'),
    '(?<![\\p{L}\\p{M}\\p{N}@])@(?<mention>[^\\s@]+)',
  ].join('|'),
  'giu',
);

/** A text without any of these signs is plain. */
const MARKED = /[`*_~@[]|:\/\//;

/**
 * @param {string} text
 * @param {(name: string) => boolean} isName whether a user has this nickname
 * @param {boolean} links whether addresses are links; they are not within the text of a link
 * @returns {import('./markup.js').Token[]}
 */
export function parseInline(text, isName, links = true) {
  if (text === '') return [];
  if (!MARKED.test(text)) return [{ kind: 'text', text }];
  const tokens = [];
  const pattern = new RegExp(TOKENS);
  let from = 0;
  const plain = (to) => {
    if (to > from) tokens.push({ kind: 'text', text: text.slice(from, to) });
  };
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const found = read(match.groups, isName, links);
    if (!found) {
      // invalid code and addresses are skipped as a whole, so that the time stays linear
      if (match.groups.code === undefined && match.groups.link === undefined) pattern.lastIndex = match.index + 1;
      continue;
    }
    plain(match.index);
    tokens.push(found.token);
    from = match.index + (found.length ?? match[0].length);
    pattern.lastIndex = from;
  }
  plain(text.length);
  return tokens;
}

function read({ code, label, target, link, bold, strike, starred, italic, mention }, isName, links) {
  const marked = (kind, text, marker) => ({ token: { kind, text, open: marker, close: marker } });
  const nested = (kind, text, marker) =>
    isHalved(text) ? null : { token: { kind, text, open: marker, close: marker, children: parseInline(text, isName, links) } };
  if (code !== undefined) return isVisible(code) ? marked('code', code, '`') : null;
  if (bold !== undefined) return nested('bold', bold, '**');
  if (strike !== undefined) return nested('strike', strike, '~~');
  if (starred !== undefined) return nested('italic', starred, '*');
  if (italic !== undefined) return nested('italic', italic, '_');
  if (label !== undefined) return links ? readLabelled(label, target, isName) : null;
  if (link !== undefined) return links ? readLink(link) : null;
  const name = mentionedName(mention, isName);
  return name === '' ? null : { token: { kind: 'mention', text: `@${name}`, toAll: isAll(name) }, length: name.length + 1 };
}

/** Returns whether a part of the text is within code that begins or ends outside. */
function isHalved(text) {
  return text.split('`').length % 2 === 0;
}

/** The host is shown if the text does not name it. */
function readLabelled(label, target, isName) {
  const url = urlOf(target);
  if (!url || !isVisible(label) || isHalved(label)) return null;
  const bare = (address) => address.trim().toLowerCase().replace(/^https?:\/\//, '').replace(/\/$/, '');
  const named = [url.host, bare(url.href)].includes(bare(label));
  const children = parseInline(label, isName, false);
  return { token: { kind: 'link', text: label, open: '[', close: `](${target})`, href: url.href, host: named ? '' : url.host, children } };
}

/** Punctuation at the end of a sentence is not part of a link, nor is a closing bracket without its opening one. */
function readLink(written) {
  let unopened = 0;
  for (const sign of written) unopened += sign === ')' ? 1 : sign === '(' ? -1 : 0;
  let end = written.length;
  for (; end > 0; end--) {
    const last = written[end - 1];
    if (last === ')' && unopened > 0) unopened--;
    else if (!'.,;:!?\'*_~`]'.includes(last)) break;
  }
  const text = written.slice(0, end);
  const url = urlOf(text);
  return url && { token: { kind: 'link', text, href: url.href }, length: text.length };
}

/** @returns {URL | null} null if it is no address of a page */
function urlOf(text) {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}
