/**
 * Parses the markup of messages: links, `code`, ``` blocks, *bold*, _italic_ and @name. Returns tokens, never HTML; the
 * renderer creates nodes.
 */

const TOKENS = new RegExp(
  [
    '```(?:[a-z0-9+-]*\\n)?(?<block>[^]+?)\\n?```',
    '`(?<code>[^`\\n]+)`',
    '(?<link>https?:\\/\\/[^\\s<>"“”]+)',
    '(?<![\\p{L}\\p{N}*])\\*(?<bold>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\p{L}\\p{N}*])',
    '(?<![\\p{L}\\p{N}_])_(?<italic>[^\\s_](?:[^_\\n]*[^\\s_])?)_(?![\\p{L}\\p{N}_])',
    '(?<![\\p{L}\\p{N}@])@(?<mention>[^\\s@,;:!?()]{1,32})',
  ].join('|'),
  'giu',
);

/**
 * @param {string} text
 * @param {(name: string) => boolean} isName whether a user has this nickname
 * @returns {{kind: 'text' | 'code' | 'block' | 'bold' | 'italic' | 'mention' | 'link', text: string, href?:
 *     string}[]}
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
  const { block, code, link, bold, italic, mention } = match.groups;
  const whole = (kind, text) => ({ token: { kind, text }, length: match[0].length });
  if (block !== undefined) return whole('block', block);
  if (code !== undefined) return whole('code', code);
  if (bold !== undefined) return whole('bold', bold);
  if (italic !== undefined) return whole('italic', italic);
  if (link !== undefined) return readLink(link);
  return readMention(mention, isName);
}

/** Punctuation at the end of a sentence is not part of a link, nor is a closing bracket without its opening one. */
function readLink(written) {
  let text = written;
  for (;;) {
    const last = text.at(-1);
    const unopened = last === ')' && text.split('(').length < text.split(')').length;
    if (!unopened && !'.,;:!?\'*_`]'.includes(last)) break;
    text = text.slice(0, -1);
  }
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
