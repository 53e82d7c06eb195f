/** The lines of the commands that the menus of operators run. A nickname and a room name have no spaces. */

const FOREVER = 'forever';

const line = (...words) => `/${words.filter((word) => word !== '').join(' ')}`;

/** @param {string} name @param {string} reason */
export const kick = (name, reason) => line('kick', name, oneLine(reason));

/** @param {string} name @param {number | null} minutes null for a ban without an end @param {string} reason */
export const ban = (name, minutes, reason) => line('ban', name, minutes ?? FOREVER, oneLine(reason));

/** @param {string} name @param {number | null} minutes null for a mute without an end @param {string} reason */
export const mute = (name, minutes, reason) => line('mute', name, minutes ?? FOREVER, oneLine(reason));

export const unban = (name) => line('unban', name);

export const unmute = (name) => line('unmute', name);

/** Deletes the messages that were sent under a nickname within the latest minutes. */
export const deleteSince = (room, name, minutes) => line('delete', room, name, 'since', minutes);

/** Sets the topic of a room; removes it if the text is empty. */
export const topic = (room, text) => line('topic', room, oneLine(text));

export const lock = (room, locked) => line(locked ? 'lock' : 'unlock', room);

/** @param {string} room @param {number} seconds 0 ends the slow mode */
export const slow = (room, seconds) => line('slow', room, seconds);

/** Closes a room; the page has asked for the confirmation. */
export const close = (room) => line('close', room, 'yes');

function oneLine(text) {
  return text.replace(/\s+/gu, ' ').trim();
}
