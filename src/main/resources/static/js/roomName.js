/** The names of rooms: 1 to 32 of a-z, 0-9, - and _. */

const ROOM_NAME = /^[a-z0-9_-]{1,32}$/;

/**
 * Returns the name of a room as typed or as in a link: in any case, with or without `#`. Null if it is none.
 *
 * @param {string | null | undefined} typed
 */
export function parseRoomName(typed) {
  const name = (typed ?? '').trim().replace(/^#/, '').toLowerCase();
  return ROOM_NAME.test(name) ? name : null;
}

/** Returns the room that an address names: `?room=java` or `#java`. @param {URL} address */
export function roomOf(address) {
  return parseRoomName(address.searchParams.get('room')) ?? parseRoomName(decoded(address.hash));
}

function decoded(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

/** @returns whether a room of the list of rooms is private */
export function isPrivate(listing, name) {
  return listing.some((room) => room.name === name && room.private === true);
}
