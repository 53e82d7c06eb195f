/** Decides how an entry follows the one before it. */

const SAME_BREATH = 5 * 60_000;

/**
 * @param {import('./timeline.js').Entry | undefined} previous
 * @param {import('./timeline.js').Entry} entry
 * @returns {{newDay: boolean, continues: boolean}} whether a date line stands between them, and whether the author
 *     is the same
 */
export function groupingOf(previous, entry) {
  const newDay = !previous || new Date(previous.at).toDateString() !== new Date(entry.at).toDateString();
  const continues =
    !newDay &&
    entry.kind === 'message' &&
    previous.kind === 'message' &&
    !entry.action &&
    !previous.action &&
    !entry.deleted &&
    !previous.deleted &&
    !entry.replyTo &&
    previous.from === entry.from &&
    previous.via === entry.via &&
    Math.abs(entry.at - previous.at) < SAME_BREATH;
  return { newDay, continues };
}
