/** The results of a search for messages, prepared for the screen. */

/**
 * Splits an excerpt at its marks.
 *
 * @param {string} excerpt
 * @param {number[][]} marks places in rising order without overlaps: [from, to]
 * @returns {{text: string, marked: boolean}[]}
 */
export function piecesOf(excerpt, marks) {
  const pieces = [];
  let end = 0;
  for (const [from, to] of marks) {
    if (from > end) pieces.push({ text: excerpt.slice(end, from), marked: false });
    pieces.push({ text: excerpt.slice(from, to), marked: true });
    end = to;
  }
  if (end < excerpt.length) pieces.push({ text: excerpt.slice(end), marked: false });
  return pieces;
}

/**
 * Groups messages by their local day, in their order.
 *
 * @param {{at: string}[]} messages
 * @returns {{at: number, messages: object[]}[]} at: the time of the first one
 */
export function daysOf(messages) {
  const days = [];
  let last = null;
  for (const message of messages) {
    const at = Date.parse(message.at);
    const day = new Date(at).toDateString();
    if (day !== last) days.push({ at, messages: [] });
    last = day;
    days.at(-1).messages.push(message);
  }
  return days;
}
