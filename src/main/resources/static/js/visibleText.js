/**
 * Decides whether a reader sees anything of a text, as the server does: white space, controls, format characters,
 * fillers, variation selectors and tags are invisible, alone and together.
 */

/** Blank symbols that Unicode counts as letters or signs: Braille, Egyptian, Khitan and musical blanks. */
const BLANK = '\\u2800\\u{13441}\\u{13442}\\u{16fe4}\\u{1d159}';

/** Format characters with a glyph: number signs and other marks that stand before or around digits. */
const VISIBLE_FORMAT = '[\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u{110bd}\\u{110cd}]';

const VISIBLE = new RegExp(`${VISIBLE_FORMAT}|[^\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}${BLANK}]`, 'u');

/** @param {string} text */
export function isVisible(text) {
  return VISIBLE.test(text);
}
