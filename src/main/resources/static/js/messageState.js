import { fileOf } from './fileLine.js';
import { mentions } from './mentions.js';

/**
 * The state of one message and how changes alter it. A change can be applied twice, and to a message that includes it
 * already: after all changes in their order the state is the same.
 *
 * @typedef {object} Reaction
 * @property {string} emoji
 * @property {number} count the number of users
 * @property {string[]} names the first of them
 * @property {string[]} [userIds] their ids, in the same order
 * @property {boolean} mine whether the user of this page is one of them, as far as known
 */

/** The most users whose names are known per emoji. */
const MOST_NAMES = 20;
/** The most characters of a reply's preview. */
const MOST_PREVIEW = 100;

/** The types of events that change a message. */
export const CHANGES = new Set(['edited', 'deleted', 'reacted']);

/**
 * Returns the entry of a message as the server sends it.
 *
 * @param {object} said an event or a message of a history page
 * @param {string} self the nickname of the user of this page
 */
export function entryOf(said, self) {
  const { seq, epoch, reference, from, userId, via, action, at } = said;
  const mine = from === self;
  const state = stateOf(said, self);
  return {
    kind: 'message',
    place: `${epoch}:${seq}`,
    epoch,
    seq,
    reference,
    from,
    userId,
    via,
    action: action === true,
    at: Date.parse(at),
    mine,
    ...state,
    toAll: said.mentionsAll === true,
    mention: !mine && mentions(state.text, self, said.mentionsAll === true),
    state: 'stored',
  };
}

/** Returns the fields of a message that changes alter. */
export function stateOf({ text, edited, deleted, replyTo, reactions }, self) {
  return {
    text: deleted ? '' : text,
    edited: mark(edited),
    deleted: mark(deleted),
    replyTo: replyTo ?? null,
    reactions: deleted ? [] : (reactions ?? []).map((reaction) => ({ ...reaction, mine: reaction.names.includes(self) })),
  };
}

/**
 * Returns whether the user of this page may edit or delete a message.
 *
 * @param {object} entry
 * @param {number} window the time for which the author may, in milliseconds; 0 for never
 */
export function isChangeable({ mine, at }, window, now = Date.now()) {
  return mine && now - at < window;
}

function mark(change) {
  return change ? { by: change.by, at: Date.parse(change.at) } : null;
}

/**
 * Returns the fields of an entry that an event changes: of the message itself, or of a reply to it.
 *
 * @param {object} entry
 * @param {{type: string, epoch: string, target: number}} event
 * @param {string} self the nickname of the user of this page
 * @returns {object | null} null if the event does not change the entry
 */
export function changeOf(entry, event, self) {
  if (entry.kind !== 'message' || (entry.epoch ?? event.epoch) !== event.epoch) return null;
  if (entry.seq === event.target) return entry.deleted ? null : changeOfMessage(entry, event, self);
  if (entry.replyTo?.seq === event.target) return changeOfReply(entry.replyTo, event);
  return null;
}

function changeOfMessage(entry, event, self) {
  switch (event.type) {
    case 'edited':
      return { text: event.text, edited: mark(event) };
    case 'deleted':
      return { text: '', edited: null, deleted: mark(event), reactions: [] };
    default:
      return { reactions: afterReaction(entry.reactions ?? [], event, self) };
  }
}

function changeOfReply(replyTo, event) {
  if (event.type === 'reacted' || !replyTo.text) return null;
  return { replyTo: { ...replyTo, text: event.type === 'deleted' ? '' : firstLine(event.text) } };
}

/** @returns {Reaction[]} */
function afterReaction(reactions, { emoji, by, userId, removed, count }, self) {
  const known = reactions.find((one) => one.emoji === emoji);
  const before = (known?.names ?? []).map((name, place) => ({ name, id: known.userIds?.[place] }));
  const isUser = ({ name, id }) => (id && userId ? id === userId : name === by);
  const place = before.findIndex(isUser);
  const users = before.filter((user) => !isUser(user));
  if (!removed && (place >= 0 || users.length < MOST_NAMES)) users.splice(place >= 0 ? place : users.length, 0, { name: by, id: userId });
  const changed = { emoji, count, names: users.map(({ name }) => name), userIds: users.map(({ id }) => id), mine: by === self ? !removed : (known?.mine ?? false) };
  const after = known ? reactions.map((one) => (one === known ? changed : one)) : [...reactions, changed];
  return after.filter((one) => one.count > 0);
}

/**
 * Returns the event of a change that the server has confirmed, before it arrives.
 *
 * @param {object} message the pending change
 * @param {object} entry the message that it changes
 * @param {boolean} effective whether the change had an effect
 * @param {string} self the nickname of the user of this page
 */
export function confirmationOf({ text, change: { kind, epoch, target, emoji, remove } }, entry, effective, self) {
  const event = { epoch, target, by: self, at: new Date().toISOString() };
  if (kind === 'edit') return { ...event, type: 'edited', text };
  if (kind === 'delete') return { ...event, type: 'deleted' };
  const known = entry.reactions?.find((one) => one.emoji === emoji);
  const step = effective && known?.mine !== !remove ? (remove ? -1 : 1) : 0;
  return { ...event, type: 'reacted', emoji, removed: remove, count: (known?.count ?? 0) + step };
}

/** Returns the first line of a text for a preview, shortened as the server does. */
export function firstLine(text) {
  const line = withoutAddress(text.trim().split(/\r\n|\r|\n/, 1)[0].trimEnd());
  const characters = [...line];
  return characters.length <= MOST_PREVIEW ? line : `${characters.slice(0, MOST_PREVIEW - 1).join('').trimEnd()}…`;
}

/** Leaves the size and the address out of the text of a message with a file. */
function withoutAddress(line) {
  const file = fileOf(line);
  return file ? `[${file.kind}: ${file.name}]` : line;
}

/** Returns the preview of a message in a reply to it. The text of a deleted message is empty. */
export function replyTo({ seq, from, text }) {
  return { seq, name: from, text: firstLine(text) };
}

/**
 * Returns a message as the page shows it: with the changes of the user that the server has not confirmed, and without the
 * reactions of ignored users, as far as their names are known.
 *
 * @param {object} entry
 * @returns {{text: string, quoteHidden: boolean, reactions: (Reaction & {pending?: boolean})[], waiting: object | null, refused: object | null}}
 *     quoteHidden: whether it replies to a message of an ignored user; waiting: an edit or a deletion that waits for the server; refused: a change that the server refused
 */
export function shownState({ text, replyTo, reactions = [], changes = [], ignores = () => false }) {
  const waiting = changes.findLast(({ kind, refused }) => kind !== 'react' && refused === null) ?? null;
  return {
    text: waiting?.kind === 'edit' ? waiting.text : text,
    quoteHidden: Boolean(replyTo?.name) && ignores(replyTo.name, replyTo.userId),
    reactions: changes.filter(({ kind, refused }) => kind === 'react' && refused === null).reduce(withPending, withoutIgnored(reactions, ignores)),
    waiting,
    refused: changes.find(({ refused }) => refused !== null) ?? null,
  };
}

function withoutIgnored(reactions, ignores) {
  return reactions
    .map((reaction) => {
      const shown = (_, place) => !ignores(reaction.names[place], reaction.userIds?.[place]);
      const names = reaction.names.filter(shown);
      return { ...reaction, names, userIds: reaction.userIds?.filter(shown), count: reaction.count - (reaction.names.length - names.length) };
    })
    .filter(({ count }) => count > 0);
}

function withPending(reactions, { emoji, remove }) {
  const known = reactions.find((one) => one.emoji === emoji);
  if (!known) return remove ? reactions : [...reactions, { emoji, count: 1, names: [], mine: true, pending: true }];
  if (known.mine === !remove) return reactions;
  const changed = { ...known, count: known.count + (remove ? -1 : 1), mine: !remove, pending: true };
  return reactions.map((one) => (one === known ? changed : one)).filter((one) => one.count > 0);
}
