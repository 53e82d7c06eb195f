/**
 * Reads the text of a message with a file, which the server makes: `[image: NAME, 640×480, URL]` or `[file: NAME, 12 kB, URL]`.
 * Only the token counts: the page requests the file at its own server, also if the address names another one.
 */
const LINE = /^\[(image|file): ([^\n]{1,300}), ([^,\n]{1,20}), \S{0,500}\/files\/([\w-]{22})\/([\w.-]{1,60})\]$/u;
const SIZE = /^(\d{1,5})×(\d{1,5})$/;

/** The largest size of an image in the transcript, in pixels. */
const MOST_WIDTH = 400;
const MOST_HEIGHT = 300;

/**
 * @typedef {object} FileLine
 * @property {'image' | 'file'} kind
 * @property {string} name
 * @property {string} detail the size, as it is written
 * @property {string} path the path of the file below the address of the page
 * @property {string} thumbnail the path of a small image
 * @property {number} width the width to show an image with
 * @property {number} height
 */

/** @param {string} text @returns {FileLine | null} null if the text is no such line */
export function fileOf(text) {
  const [, kind, name, detail, token, last] = LINE.exec(text) ?? [];
  if (!kind) return null;
  const file = { kind, name, detail, path: `files/${token}/${last}`, thumbnail: `files/${token}/thumbnail`, width: 0, height: 0 };
  if (kind === 'file') return file;
  const [, width, height] = SIZE.exec(detail)?.map(Number) ?? [];
  if (!width || !height) return null;
  const scale = Math.min(1, MOST_WIDTH / width, MOST_HEIGHT / height);
  return { ...file, width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
