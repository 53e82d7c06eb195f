/**
 * Copies a text to the clipboard. Over plain HTTP browsers have no clipboard for pages; there the text is copied from a
 * text box, which some allow.
 *
 * @param {string} text
 * @returns {Promise<boolean>} whether the browser allowed it
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyFromBox(text);
  }
}

function copyFromBox(text) {
  const focused = document.activeElement;
  const box = document.createElement('textarea');
  box.value = text;
  box.readOnly = true;
  box.className = 'visually-hidden';
  (document.querySelector('dialog[open]') ?? document.body).append(box);
  box.select();
  try {
    return document.execCommand('copy');
  } finally {
    box.remove();
    focused?.focus({ preventScroll: true });
  }
}
