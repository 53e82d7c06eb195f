/**
 * The rule for mentions, the same as in `MentionRule` of the server and of the terminal client; a table of examples checks
 * both. A text mentions a name by `@name` anywhere, and by `name:` or `name,` at its beginning; never in code or in an
 * address. Case is ignored.
 */

/** The word after `@` that means all users, if an operator writes it. */
export const ALL = 'all';

/** The longest word after `@` that is searched for a name, in UTF-16 units. */
const MOST_NAME = 64;

const HIDDEN = new RegExp(
  [
    '(?<!`)```(?!`)(?!\\s*`)[^]+?(?<!`)```(?!`)',
    '(?<![\\p{L}\\p{N}`\\\\])`[^`\\n]+`(?![\\p{L}\\p{N}`])',
    'https?:\\/\\/[^\\s<>"“”]+',
  ].join('|'),
  'giu',
);
const AT = /(?<![\p{L}\p{M}\p{N}@])@([^\s@]+)/gu;
const ENDS = /^(?:[,;:!?()，。、：；！？（）،؛؟]|['’]s(?![\p{L}\p{M}\p{N}])|[^\p{L}\p{M}\p{N}]*$)/u;

/**
 * Returns whether a text mentions a user.
 *
 * @param {string} text
 * @param {string} name the nickname of the user
 * @param {boolean} toAll whether `@all` means all users, because an operator wrote the text
 */
export function mentions(text, name, toAll = false) {
  const wanted = foldForMention(name);
  const isName = (word) => foldForMention(word) === wanted || (toAll && isAll(word));
  const shown = text.includes('`') || text.includes('://') ? text.replace(HIDDEN, '`') : text;
  for (const [, word] of shown.matchAll(AT)) if (mentionedName(word, isName)) return true;
  const [address = ''] = /^[^\s]+[:,](?=\s|$)/u.exec(shown.trimStart()) ?? [];
  return foldForMention(address.slice(0, -1)) === wanted;
}

/** Returns whether a word after `@` means all users. */
export function isAll(word) {
  return word.toLowerCase() === ALL;
}

/**
 * Returns the longest name at the beginning of the word after `@`. After it there is nothing, punctuation, or `'s`.
 *
 * @param {string} word without white space
 * @param {(name: string) => boolean} isName whether a user has this nickname
 * @returns {string} empty if there is none
 */
export function mentionedName(word, isName) {
  for (let length = Math.min(word.length, MOST_NAME); length > 0; length--) {
    const name = word.slice(0, length);
    if (ENDS.test(word.slice(length)) && isName(name)) return name;
  }
  return '';
}

/** Returns the form by which names are compared; German ß is ss, and the final sigma is a sigma. */
function foldForMention(name) {
  return name.normalize('NFC').toUpperCase().toLowerCase();
}
