import { sameName } from './names.js';

/**
 * Executes `/ignore NAME`, `/unignore NAME` and `/ignored`.
 *
 * @param {'ignore' | 'unignore' | 'ignored'} command
 * @param {string} name the nickname; may be empty
 * @param {string} own the nickname of the user
 * @param {import('./ignoredUsers.js').IgnoredUsers} ignored
 * @returns {{done: boolean, key: string, values: string[]}} whether it is done, and the notice
 */
export function ignore(command, name, own, ignored) {
  if (command === 'ignored') {
    const { names } = ignored;
    return { done: true, key: names.length === 0 ? 'ignore.none' : 'ignore.list', values: [names.join(', ')] };
  }
  if (name === '' || sameName(name, own)) return { done: false, key: 'ignore.usage', values: [] };
  if (command === 'unignore') return { done: true, key: ignored.remove(name) ? 'ignore.removed' : 'ignore.unknown', values: [name] };
  ignored.add(name);
  return { done: true, key: 'ignore.added', values: [name] };
}
