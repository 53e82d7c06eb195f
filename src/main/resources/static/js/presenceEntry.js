import { sameName } from './names.js';

/**
 * Adds a join, a leave or a change of a nickname to an entry of the same day, so that those without a message between them
 * are one entry.
 *
 * @param {object | undefined} last the last entry of the room
 * @param {'joined' | 'left' | 'renamed'} what
 * @param {object} detail the user
 * @param {number} at
 * @returns {object | null} the changed fields of the last entry; null if a new entry is necessary
 */
export function foldPresence(last, what, detail, at) {
  if (last?.kind !== 'presence' || new Date(last.at).toDateString() !== new Date(at).toDateString()) return null;
  const others = (list) => list.filter((one) => !sameName(one.name, detail.name ?? ''));
  const folded = { joined: others(last.joined), left: others(last.left), renamed: last.renamed };
  return { ...folded, [what]: [...folded[what], detail] };
}
