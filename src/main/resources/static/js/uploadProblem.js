/** Answers whose own sentence does not fit a file, by code, and answers of proxies, by status. */
const BY_CODE = { 'login-required': 'file.login', 'history-unreadable': 'file.busy' };
const BY_STATUS = {
  0: 'file.unreachable', 401: 'file.login', 408: 'file.slow', 413: 'file.proxy', 429: 'file.busy', 502: 'file.busy', 503: 'file.busy', 504: 'file.busy',
  507: 'file.full',
};

/** The same file would be refused again. */
const FINAL = new Set(['file-too-large', 'file-empty', 'image-too-large', 'image-unreadable', 'files-off']);

/**
 * Explains why a file was not sent: what happened, and what the user can do.
 *
 * @param {{status: number, body: object | null}} answer status: of HTTP; 0 if none arrived; body: null if it is not of the server
 * @param {import('./i18n.js').I18n} i18n
 * @returns {{reason: string, again: boolean}} again: whether another attempt may succeed
 */
export function uploadProblem({ status, body }, i18n) {
  const code = typeof body?.code === 'string' ? body.code : null;
  if (code && !BY_CODE[code]) return { reason: i18n.refusal(body), again: !FINAL.has(code) };
  const key = (code && BY_CODE[code]) ?? BY_STATUS[status] ?? 'file.answer';
  return { reason: i18n.text(key, status), again: status !== 413 };
}
