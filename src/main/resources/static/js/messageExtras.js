import { previewOf } from './filePreview.js';

/**
 * Shows what a message has besides its text: the message that it replies to, a mark of an edit, and reactions. Most have
 * none of it, so that the elements are created when they are needed.
 */
export class MessageExtras {
  /** The most names that a reaction shows. */
  static #NAMED = 20;

  #i18n;
  #addressOf;
  #colors;

  /**
   * @param {{i18n: import('./i18n.js').I18n, addressOf: (place: string) => string, colors: import('./nameColors.js').NameColors}}
   *   parts addressOf: returns the permalink of a message of the open room
   */
  constructor({ i18n, addressOf, colors }) {
    this.#i18n = i18n;
    this.#addressOf = addressOf;
    this.#colors = colors;
  }

  /**
   * @param {HTMLLIElement} row
   * @param {object} entry
   * @param {{reactions: object[], quoteHidden: boolean}} shown the state of the entry as the page shows it
   */
  fill(row, entry, { reactions, quoteHidden }) {
    const focused = row.contains(document.activeElement);
    this.#reply(row, entry, quoteHidden);
    this.#deleted(row, entry);
    this.#below(row, entry, reactions);
    if (focused && !row.contains(document.activeElement)) row.focus({ preventScroll: true });
  }

  #reply(row, { replyTo, deleted, epoch }, hidden) {
    const line = part(row, '.reply', replyTo && !deleted && 'reply-line', row.querySelector('.text'));
    if (!line) return;
    const { seq, name, text } = hidden ? { ...replyTo, name: '', text: this.#i18n.text('reply.hidden') } : replyTo;
    const link = line.querySelector('a');
    link.href = this.#addressOf(`${replyTo.epoch ?? epoch}:${seq}`);
    link.dataset.place = `${replyTo.epoch ?? epoch}:${seq}`;
    const author = line.querySelector('.reply-author');
    author.textContent = name ?? '';
    author.dataset.hue = name ? this.#colors.hueOf(name) : '';
    const missing = name === undefined ? 'reply.expired' : 'reply.deleted';
    line.querySelector('.reply-text').textContent = previewOf(text, this.#i18n) || this.#i18n.text(missing);
    line.classList.toggle('empty', hidden || !text);
  }

  #deleted(row, { deleted }) {
    row.classList.toggle('deleted', Boolean(deleted));
    const line = part(row, '.deleted-note', deleted && 'deleted-line', row.querySelector('.text').nextElementSibling);
    if (!line) return;
    line.textContent = this.#i18n.text(deleted.by === 'Server' ? 'message.deleted.operator' : 'message.deleted', deleted.by);
    line.title = this.#i18n.moment(deleted.at);
  }

  #below(row, { edited }, reactions) {
    const line = part(row, '.extras', (edited || reactions.length > 0) && 'extras-line', row.querySelector('.state'));
    if (!line) return;
    const mark = line.querySelector('.edited');
    mark.textContent = edited ? this.#i18n.text('message.edited') : '';
    mark.title = edited ? this.#i18n.text('message.edited.at', this.#i18n.moment(edited.at), edited.by) : '';
    this.#reactions(line.querySelector('.reactions'), reactions);
  }

  /** A chip that stays is the same element, so that it keeps the focus. */
  #reactions(list, reactions) {
    list.hidden = reactions.length === 0;
    const chips = new Map([...list.children].map((chip) => [chip.dataset.emoji, chip]));
    const wanted = reactions.map((reaction) => this.#chip(chips.get(reaction.emoji) ?? clone('reaction-chip'), reaction));
    for (const chip of list.children) if (!wanted.includes(chip)) chip.remove();
    wanted.forEach((chip, place) => {
      if (list.children[place] !== chip) list.insertBefore(chip, list.children[place] ?? null);
    });
  }

  #chip(chip, { emoji, count, names, mine, pending }) {
    const users = this.names({ count, names, mine });
    chip.dataset.emoji = emoji;
    chip.title = users;
    chip.setAttribute('aria-pressed', String(mine));
    chip.setAttribute('aria-label', this.#i18n.text('reaction.label', emoji, this.#i18n.number(count), users));
    chip.classList.toggle('waiting', pending === true);
    chip.querySelector('.reaction-emoji').textContent = emoji;
    chip.querySelector('.reaction-count').textContent = this.#i18n.number(count);
    return chip;
  }

  /** Returns the users of a reaction, “ada, bob and 3 more”. */
  names({ count, names }) {
    const named = names.slice(0, Math.min(MessageExtras.#NAMED, count));
    if (count <= named.length) return this.#i18n.list(named);
    const more = this.#i18n.count('presence.more', count - named.length);
    return named.length === 0 ? this.#i18n.count('reaction.users', count) : `${named.join(', ')} ${more}`;
  }
}

/** Returns the element of a row if it is wanted, created from a template if necessary; otherwise removes it. */
function part(row, selector, template, before) {
  const found = row.querySelector(selector);
  if (!template) {
    found?.remove();
    return null;
  }
  if (found) return found;
  const made = clone(template);
  row.insertBefore(made, before);
  return made;
}

function clone(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}
