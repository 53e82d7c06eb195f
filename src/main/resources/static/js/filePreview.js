/**
 * Shows the text of a message with a file where there is little space: in previews of replies, notifications and results of searches.
 * The text may be cut there, so that the end of the line is missing.
 */
const LINE = /^\[(image|file): (.{1,100}?)(?:\]|…|, (?:\d{1,5}×\d{1,5}|[\d.]{1,5} [kMG]?B), \S*)$/u;

/** Returns the kind and the name of the file; the text itself if it is no such line. @param {import('./i18n.js').I18n} i18n */
export function previewOf(text, i18n) {
  const [, kind, name] = LINE.exec(text ?? '') ?? [];
  return kind ? i18n.text(kind === 'image' ? 'file.image' : 'file.other', name) : text;
}
