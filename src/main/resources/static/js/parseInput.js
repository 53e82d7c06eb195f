/**
 * Parses a typed text: a message, or a command. `/x` and `\x` are commands, `//` stands for a leading slash, `/me` is
 * an action. Half of a surrogate pair, which no server accepts, becomes U+FFFD.
 *
 * @param {string} text
 * @returns {{kind: 'nothing'} | {kind: 'say', text: string, action: boolean}
 *   | {kind: 'command', name: string, rest: string, line: string}}
 */
export function parseInput(text) {
  const trimmed = text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/^\s*\n|\s+$/gu, '');
  if (trimmed.trim() === '') return { kind: 'nothing' };
  if (trimmed.startsWith('//')) return { kind: 'say', text: trimmed.slice(1), action: false };
  const command = /^[/\\](\p{L}[\p{L}\d-]*)(?:\s+([^]*))?$/u.exec(trimmed);
  if (!command) {
    return /^[/\\]/.test(trimmed) && !trimmed.includes('\n')
      ? { kind: 'command', name: '', rest: '', line: trimmed }
      : { kind: 'say', text: trimmed, action: false };
  }
  const name = command[1].toLowerCase();
  const rest = command[2] ?? '';
  if (name === 'me' && rest !== '') return { kind: 'say', text: rest, action: true };
  return { kind: 'command', name, rest, line: trimmed };
}
