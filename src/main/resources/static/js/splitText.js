import { lengthOf } from './names.js';
import { isVisible } from './visibleText.js';

/** The most lines of a message, as on the server. */
export const MAX_LINES = 100;

/** The line ends of a text, as the server counts them. */
const LINE_END = /(\r\n|[\n\v\f\r\u0085\u2028\u2029])/;

/** Returns the number of lines of a text. */
export function lineCountOf(text) {
  return (text.split(LINE_END).length + 1) / 2;
}

/**
 * Splits a text that is too long for one message: at line ends, a line that is too long itself at spaces, and a word that is
 * too long between characters. Nothing is lost: the parts are the text, without the line ends and spaces where it is split.
 *
 * @param {string} text
 * @param {number} limit the longest message in code points
 * @returns {string[]} messages with something to be seen, each with at most MAX_LINES lines
 */
export function splitText(text, limit) {
  const parts = [];
  let part = null;
  let lines = 0;
  const pieces = text.split(LINE_END);
  for (let at = 0; at < pieces.length; at += 2) {
    const [first, ...others] = splitLine(pieces[at], limit);
    const longer = part === null ? first : part + pieces[at - 1] + first;
    if (lines < MAX_LINES && lengthOf(longer) <= limit) {
      part = longer;
      lines++;
    } else {
      parts.push(part);
      part = first;
      lines = 1;
    }
    for (const other of others) {
      parts.push(part);
      part = other;
      lines = 1;
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
