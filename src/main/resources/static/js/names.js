/** Checks nicknames before the server does, which decides. */

/** Returns the number of characters (code points). */
export function lengthOf(text) {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

/**
 * Returns the problem of a nickname, as a key and its values, or null.
 *
 * @param {string} name as typed, trimmed
 * @param {number} limit the longest nickname in code points
 * @returns {{key: string, values: unknown[]} | null}
 */
export function faultOf(name, limit) {
  const fault = (key, ...values) => ({ key, values });
  if (name === '') return fault('name.empty');
  if (/\s/u.test(name)) return fault('name.space');
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return fault('name.control');
  if (/\p{Extended_Pictographic}/u.test(name)) return fault('name.emoji');
  if (/^\p{M}/u.test(name)) return fault('name.mark');
  if (!/[\p{L}\p{Nd}]/u.test(name)) return fault('name.letter');
  const length = lengthOf(name.normalize('NFC'));
  if (length > limit) return fault('name.long', limit, length);
  if (/^\p{Nd}{10}$/u.test(name)) return fault('name.digits');
  return null;
}

/** Compares nicknames, ignoring case. */
export function sameName(one, other) {
  return fold(one) === fold(other);
}

/** Returns the form to compare by. */
export function fold(name) {
  return name.normalize('NFC').toLowerCase();
}

/**
 * Returns the two characters of a nickname for its avatar: its first letter and its last digit, or the first letters of its
 * first two words, or its first two letters.
 */
export function initialsOf(name) {
  const letters = (text) => text.match(/[\p{L}\p{N}]\p{M}*/gu) ?? [];
  const [first = '?', second = ''] = letters(name);
  const digit = /\p{L}.*(\p{Nd})$/u.exec(name)?.[1];
  const word = letters(/[\p{L}\p{N}][-_. ]+([\p{L}\p{N}].*)/u.exec(name)?.[1] ?? '')[0];
  return (first + (digit ?? word ?? second)).toUpperCase();
}
