import { lengthOf } from './names.js';
import { isVisible } from './visibleText.js';

/**
 * Splits a text that is too long for one message: at line ends, a line that is too long itself at spaces, and a word that is
 * too long between characters. Nothing is lost: the parts are the text, without the line ends and spaces where it is split.
 *
 * @param {string} text
 * @param {number} limit the longest message in code points
 * @returns {string[]} messages with something to be seen
 */
export function splitText(text, limit) {
  const parts = [];
  let part = null;
  for (const line of text.split('\n')) {
    const [first, ...others] = splitLine(line, limit);
    const longer = part === null ? first : `${part}\n${first}`;
    if (lengthOf(longer) <= limit) {
      part = longer;
    } else {
      parts.push(part);
      part = first;
    }
    for (const other of others) {
      parts.push(part);
      part = other;
    }
  }
  return [...parts, part].filter(isVisible);
}

/** Splits a line at spaces, or where it has none between characters. */
function splitLine(line, limit) {
  const parts = [];
  let rest = line;
  while (lengthOf(rest) > limit) {
    const head = firstCharacters(rest, limit);
    const space = rest[head.length] === ' ' ? head.length : head.lastIndexOf(' ');
    const end = space > 0 && isVisible(head.slice(0, space)) ? space : head.length;
    parts.push(rest.slice(0, end));
    rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
  }
  return [...parts, rest];
}

/** Returns as many whole characters as fit, so that no accent and no part of an emoji is split off, if one fits. */
function firstCharacters(text, limit) {
  let length = 0;
  let end = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    length += lengthOf(segment);
    if (length > limit) break;
    end += segment.length;
  }
  return end > 0 ? text.slice(0, end) : [...text].slice(0, limit).join('');
}
