import { NotificationLevels } from './notificationLevels.js';
import { parseRoomName } from './roomName.js';

/**
 * Executes `/quiet [ROOM] [LEVEL]`: shows or sets which messages of a conversation alert the user.
 *
 * @param {string} rest what follows the command
 * @param {{current: object, room: (name: string) => object | undefined}} session
 * @param {NotificationLevels} levels
 * @returns {{done: boolean, key: string, values: string[]}} whether it is done, and the notice
 */
export function quiet(rest, { current, room }, levels) {
  const words = rest.trim().split(/\s+/).filter(Boolean);
  const level = levelOf(words.at(-1) ?? '');
  if (level !== null) words.pop();
  if (words.length > 1) return { done: false, key: 'quiet.usage', values: [] };
  const conversation = words.length === 0 ? current : room(parseRoomName(words[0]));
  if (!conversation) return { done: false, key: 'quiet.room', values: words };
  if (level !== null) levels.set(conversation.key, level);
  return { done: true, ...stateOf(conversation, levels) };
}

/** In the terminal client the word for the usual level is `off`. */
function levelOf(word) {
  const level = word.toLowerCase() === 'off' ? 'default' : word.toLowerCase();
  return [...NotificationLevels.LEVELS, ...NotificationLevels.MUTES].includes(level) ? level : null;
}

function stateOf({ key, name }, levels) {
  const { level, until } = levels.of(key);
  if (until === 0) return { key: `quiet.${level}`, values: [name] };
  const moment = new Intl.DateTimeFormat(undefined, { weekday: 'long', hour: '2-digit', minute: '2-digit' }).format(until);
  return { key: 'quiet.until', values: [name, moment] };
}
