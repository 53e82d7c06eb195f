/** Finds the rows of stored messages in the transcript, and their entries. */

/** @param {string} place the position of the message @returns {HTMLLIElement | undefined} */
export function rowAt(place) {
  return [...document.querySelectorAll('#transcript .message')].find((row) => row.dataset.place === place);
}

/** @param {{entries: Iterable<object>}} conversation @param {Element | null} row @returns the entry of a stored message */
export function entryOf(conversation, row) {
  const place = row?.dataset.place;
  return place ? conversation.entries.find((entry) => entry.place === place) : undefined;
}
