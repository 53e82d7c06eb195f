/**
 * Checks of values from the storage of the browser. Other pages of the same origin, and extensions, can write them, so
 * that a value has any type and any length.
 */

/** Returns the value if it is a text of at most this many characters (UTF-16 units), otherwise null. */
export function textOrNull(value, most) {
  return typeof value === 'string' && value.length <= most ? value : null;
}

/** Returns the elements of a list that the check maps to a value other than null, at most this many; none for no list. */
export function listOf(value, most, check) {
  if (!Array.isArray(value)) return [];
  return value.slice(0, most).map(check).filter((element) => element !== null);
}

/** Returns the value if it is an object, otherwise an empty one. */
export function objectOf(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** Returns the value if it is an integer from 0, otherwise 0. */
export function countOf(value) {
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
