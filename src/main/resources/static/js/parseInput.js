import { isVisible } from './visibleText.js';

/** The words of IRC and of other chat programs for commands of this server; the server knows the same. */
const ALIASES = new Map([
  ['j', 'join'],
  ['part', 'leave'],
  ['names', 'who'],
  ['whois', 'who'],
  ['list', 'rooms'],
  ['query', 'msg'],
  ['w', 'msg'],
  ['exit', 'quit'],
  ['remove', 'close'],
]);

/**
 * Parses a typed text: a message, or a command. `/x` and `\x` are commands; a doubled slash or backslash at the
 * beginning stands for one; `/me` is an action. A text of which nothing can be seen is none.
 *
 * @param {string} text
 * @returns {{kind: 'nothing'} | {kind: 'say', text: string, action: boolean}
 *   | {kind: 'command', name: string, rest: string, line: string}} name: the command that the word stands for
 */
export function parseInput(text) {
  const trimmed = trimText(text);
  if (!isVisible(trimmed)) return { kind: 'nothing' };
  if (/^([/\\])\1/.test(trimmed)) return { kind: 'say', text: trimmed.slice(1), action: false };
  const command = /^[/\\](\p{L}[\p{L}\d-]*)(?:\s+([^]*))?$/u.exec(trimmed);
  if (!command) {
    return /^[/\\]/.test(trimmed) && !trimmed.includes('\n')
      ? { kind: 'command', name: '', rest: '', line: trimmed }
      : { kind: 'say', text: trimmed, action: false };
  }
  const word = command[1].toLowerCase();
  const name = ALIASES.get(word) ?? word;
  const rest = command[2] ?? '';
  if (name === 'me' && rest !== '') return { kind: 'say', text: rest, action: true };
  return { kind: 'command', name, rest, line: trimmed };
}

/**
 * Returns a typed text as it is sent: without empty lines at the beginning and white space at the end. Half of a surrogate
 * pair, which no server accepts, becomes U+FFFD.
 */
export function trimText(text) {
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/^\s*\n|\s+$/gu, '');
}

/** Returns the input that sends a text as a message: a slash or backslash at the beginning is doubled. */
export function escapeInput(text) {
  return text.replace(/^[/\\]/, '$&$&');
}

/**
 * Returns the argument of a command that names a room, without a key after it. After a name with `#`, any key or reason that
 * IRC has there is left out.
 */
export function roomArgument(rest) {
  const argument = rest.trim();
  return argument.startsWith('#') || keyArgument(argument) ? argument.split(/\s+/)[0] : argument;
}

/** Returns the key of a private room, or the secret of an invitation, after the name of a room; null if there is none. */
export function keyArgument(rest) {
  return /^\S+\s+([A-Za-z0-9_-]{22})$/.exec(rest.trim())?.[1] ?? null;
}

/** Returns a nickname without the signs of a form of address: `bob` for `@bob`, `bob,` and `bob:`. */
export function withoutAddress(nickname) {
  const bare = nickname.replace(/^@/, '').replace(/[,:]$/, '');
  return bare === '' ? nickname : bare;
}
