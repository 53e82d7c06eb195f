/** Returns the notice of changed settings of a room. */
export function settingsNotice({ locked, slow, by }) {
  if (locked) return { key: 'settings.locked', values: [by] };
  return slow > 0 ? { key: 'settings.slow', values: [by, slow] } : { key: 'settings.open', values: [by] };
}
