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

/** Returns one of 12 hues for a nickname, the same in every tab. */
export function hueOf(name) {
  let hash = 2_166_136_261;
  for (const point of fold(name)) hash = Math.imul(hash ^ point.codePointAt(0), 16_777_619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) % 12;
}

/** Returns the first letter of a nickname for its avatar. */
export function initialOf(name) {
  const [first = '?'] = name;
  return first.toUpperCase();
}
