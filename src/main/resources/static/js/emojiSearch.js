/**
 * Search of emojis by name.
 *
 * @typedef {object} Emoji
 * @property {string} emoji
 * @property {string} name
 * @property {string[]} words its names and keywords, normalized
 * @property {number} primary the number of names at the beginning of the words: one per language
 */

/** The most characters of an emoji and of a name in the data. */
const MOST_EMOJI = 32;
const MOST_NAME = 60;

/** Returns a name as it is compared: in lower case, with spaces. */
function normalized(name) {
  return name.toLowerCase().replace(/[_\s-]+/gu, ' ').trim();
}

/** Returns a name that consists of signs, such as `+1`, as it is. */
function wordOf(name) {
  return /\p{L}/u.test(name) ? normalized(name) : name;
}

/**
 * Parses the common emojis: `👍 thumbs up, yes|❤️ heart`. @returns {Emoji[]}
 *
 * @param {string} sentence
 */
export function parseCommon(sentence) {
  return sentence.split('|').map((part) => {
    const [emoji, ...rest] = part.trim().split(' ');
    const names = rest.join(' ').split(',').map((name) => name.trim());
    return { emoji, name: names[0], words: names.map(wordOf), primary: 1 };
  });
}

/** Parses the data of the package: names by emoji. @param {unknown} data @returns {Emoji[]} */
export function parseData(data) {
  const isName = (name) => typeof name === 'string' && name !== '' && name.length <= MOST_NAME;
  return Object.entries(data ?? {})
    .filter(([emoji, names]) => emoji.length <= MOST_EMOJI && Array.isArray(names) && isName(names[0]))
    .map(([emoji, names]) => ({ emoji, name: normalized(names[0]), words: names.filter(isName).map(wordOf), primary: 1 }));
}

/** Returns both lists as one: an emoji of the first one has the names of both. @returns {Emoji[]} */
export function merged(common, all) {
  const known = new Map(all.map((one) => [one.emoji, one]));
  const first = common.map((one) => withNames(one, known.get(one.emoji)?.words ?? []));
  const taken = new Set(common.map((one) => one.emoji));
  return [...first, ...all.filter((one) => !taken.has(one.emoji))];
}

function withNames({ words: [name, ...words], ...one }, [other, ...others]) {
  return other === undefined ? { ...one, words: [name, ...words] } : { ...one, words: [name, other, ...words, ...others], primary: 2 };
}

/**
 * Returns the emojis whose names contain a typed text, the best first: by their first name, then by another one; the whole
 * name before its beginning, the beginning of a word, and any other part.
 *
 * @param {Emoji[]} emojis
 * @param {string} typed
 * @param {number} most
 */
export function search(emojis, typed, most) {
  const wanted = wordOf(typed.trim());
  if (wanted === '') return emojis.slice(0, most);
  return emojis
    .map((one) => ({ one, rank: Math.min(...one.words.map((word, place) => rankOf(word, wanted) + (place < one.primary ? 0 : 2))) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ one }) => one);
}

const NO_MATCH = 10;

function rankOf(word, wanted) {
  if (word === wanted) return 0;
  if (word.startsWith(wanted)) return 1;
  if (word.includes(` ${wanted}`)) return 4;
  return word.includes(wanted) ? 6 : NO_MATCH;
}

/** Returns the emoji of `:name:`: its first name, or a name that no other emoji has. @returns {string | undefined} */
export function emojiOf(emojis, name) {
  const wanted = wordOf(name);
  const first = emojis.find(({ words, primary }) => words.slice(0, primary).includes(wanted));
  if (first) return first.emoji;
  const others = emojis.filter(({ words }) => words.includes(wanted));
  return others.length === 1 ? others[0].emoji : undefined;
}
