/**
 * Translates whole lines that the server writes in English as answers to commands. The bundle of another language has them as
 * `said.` keys: the English line and its translation, with the same placeholders. Other lines stay as they are, so that a text
 * of a user within a line is never changed.
 */

const PREFIX = 'said.';
const PLACEHOLDER = /\{(\d)\}/g;

/**
 * @param {Record<string, string>} sentences the bundle, by key
 * @returns {(line: string) => string} returns the translation of a line, or the line itself
 */
export function createServerText(sentences) {
  const known = Object.keys(sentences)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => patternOf(...sentences[key].split('|')));
  return (line) => {
    for (const { pattern, places, translation } of known) {
      const found = pattern.exec(line);
      if (found) return translation.replace(PLACEHOLDER, (_, place) => found[places.indexOf(place) + 1]);
    }
    return line;
  };
}

function patternOf(english, translation) {
  const places = [...english.matchAll(PLACEHOLDER)].map(([, place]) => place);
  const literal = english.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  return { pattern: new RegExp(`^${literal.join('(.+?)')}$`, 'u'), places, translation };
}
