import { Position } from './position.js';
import { parseRoomName } from './roomName.js';

/** Links to messages: `?room=ROOM&at=EPOCH:SEQ`. */

/** The most characters of an epoch in a link. */
const MOST_EPOCH = 64;

/**
 * @param {string} base the address of the page
 * @param {string} room
 * @param {string} place the position of the message, `EPOCH:SEQ`
 */
export function permalinkOf(base, room, place) {
  const address = new URL(base);
  address.search = `?room=${room}&at=${place}`;
  address.hash = '';
  return address.href;
}

/**
 * Returns the message to which an address of this page leads; null if it is none.
 *
 * @param {URL} address
 * @param {string} base the address of the page
 * @returns {{room: string, position: Position} | null}
 */
export function messageOf(address, base) {
  const page = new URL(base);
  const room = parseRoomName(address.searchParams.get('room'));
  const position = Position.parse(address.searchParams.get('at'));
  if (address.origin !== page.origin || address.pathname !== page.pathname || room === null) return null;
  return position && position.epoch.length <= MOST_EPOCH && Number.isSafeInteger(position.seq) ? { room, position } : null;
}

/** Returns the address of a room. @param {string} base the address of the page */
export function roomAddress(base, room) {
  const address = new URL(base);
  if (room !== 'lobby') address.searchParams.set('room', room);
  return address.href;
}
