import { copyText } from './copyText.js';
import { entryOf, rowAt } from './messageRows.js';
import { isChangeable, shownState } from './messageState.js';
import { codeOf, toggleFold } from './messageText.js';
import { messageOf, permalinkOf } from './permalink.js';
import { Position } from './position.js';

/**
 * The actions for the messages of a room: those that a message offers, and what they do. The toolbar, the sheet and the
 * keys use them; buttons within a message name theirs with `data-action`.
 */
export class MessageActions {
  #session;
  #i18n;
  #base;
  #editWindow;
  #parts;

  /**
   * @param {{session: object, i18n: object, base: string, editWindow: number, status: import('./actionStatus.js').ActionStatus,
   *   jump: import('./messageJump.js').MessageJump, scroll: import('./scroll.js').Scroll, composer: import('./composer.js').Composer,
   *   editor: import('./onDemand.js').OnDemand, deletion: import('./onDemand.js').OnDemand,
   *   picker: import('./onDemand.js').OnDemand, person: import('./onDemand.js').OnDemand}} parts base: the address of the page;
   *   editWindow: the time for which own messages can be changed, in milliseconds
   */
  constructor({ session, i18n, base, editWindow, ...parts }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#base = base;
    this.#editWindow = editWindow;
    this.#parts = parts;
    document.getElementById('transcript').addEventListener('click', (event) => this.#clicked(event));
  }

  /** Returns the entry of a row if it offers actions. */
  entryOf(row) {
    const { current } = this.#session;
    const entry = current?.kind === 'room' ? entryOf(current, row) : undefined;
    return entry?.deleted ? undefined : entry;
  }

  /** @returns {Set<string>} the names of the actions of a message */
  of(entry) {
    const author = entry.mine || entry.via === 'operator' ? [] : ['person'];
    return new Set(['reply', 'react', ...this.#changesOf(entry), 'link', 'copy', ...author]);
  }

  #changesOf(entry) {
    if (this.#session.operator) return entry.mine ? ['edit', 'delete'] : ['delete'];
    if (isChangeable(entry, this.#editWindow)) return ['edit', 'delete'];
    // the text of a refused edit is in the editor
    return shownState(entry).refused?.kind === 'edit' ? ['edit'] : [];
  }

  /** Returns the name of the actions of a message, with its author and time. */
  labelOf({ mine, from, at }) {
    const moment = this.#i18n.moment(at);
    return mine ? this.#i18n.text('message.actions.own', moment) : this.#i18n.text('message.actions', from, moment);
  }

  /** @param {string} action @param {HTMLLIElement} row */
  perform(action, row) {
    const entry = this.entryOf(row);
    if (!entry || !this.of(entry).has(action)) return;
    this.#parts.status.clear();
    switch (action) {
      case 'reply':
        this.#session.current.reply(entry);
        return void this.#parts.composer.focus();
      case 'react':
        return void this.#parts.picker.use((picker) => void this.#chooseReaction(picker, entry, row));
      case 'edit':
        return void this.#edit(entry, row, row);
      case 'delete':
        return void this.#askDeletion(entry, row);
      case 'person':
        return void this.#parts.person.use((menu) => menu.open(entry.from));
      case 'link':
        return void this.#copy(permalinkOf(this.#base, this.#session.current.name, entry.place), 'message.link.copied');
      default:
        return void this.#copy(entry.text, 'message.copied');
    }
  }

  #questionOf({ mine, from }) {
    return mine ? this.#i18n.text('delete.sure') : this.#i18n.text('delete.sure.other', from);
  }

  /** Edits the last own message of the open room. @returns whether there is one that can be edited */
  editLast() {
    const { current } = this.#session;
    const last = [...current.entries].findLast((entry) => entry.mine && entry.seq && !entry.deleted);
    const row = current.kind === 'room' && last !== undefined && this.of(last).has('edit') ? rowAt(last.place) : undefined;
    if (row) this.#edit(last, row, document.activeElement);
    return Boolean(row);
  }

  /** @param {HTMLElement} from the element that has the focus afterwards */
  #edit(entry, row, from) {
    this.#parts.editor.use((editor) => {
      if (this.entryOf(row) === entry) editor.open(entry, row, from);
    });
  }

  #askDeletion(entry, row) {
    const room = this.#session.current;
    this.#parts.deletion.use((prompt) => {
      if (this.entryOf(row) === entry) prompt.ask(row, this.#questionOf(entry), () => room.delete(entry));
    });
  }

  /** Adds an emoji of the user to a message, or removes it. */
  toggle(entry, emoji) {
    const known = shownState(entry).reactions.find((one) => one.emoji === emoji);
    this.#session.current.react(entry, emoji, known?.mine === true);
  }

  async #chooseReaction(picker, entry, row) {
    if (this.entryOf(row) !== entry) return;
    const room = this.#session.current;
    const emoji = await picker.choose();
    if (room !== this.#session.current) return;
    if (row.isConnected) row.focus({ preventScroll: true });
    if (emoji) this.toggle(entry, emoji);
  }

  async #copy(text, key) {
    if (await copyText(text)) this.#parts.status.show(this.#i18n.text(key));
    else this.#parts.status.offer(this.#i18n.text('message.copy.failed'), text);
  }

  #clicked(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const row = event.target.closest('.message');
    const button = event.target.closest('[data-action]');
    const link = event.target.closest('.text a');
    if (row && button) {
      event.preventDefault();
      this.#pressed(button, row);
    } else if (link) {
      this.#follow(event, link);
    }
  }

  #pressed(button, row) {
    const { action, place, emoji } = button.dataset;
    if (action === 'jump') return void this.#parts.jump.to(Position.parse(place));
    if (action === 'fold') return void this.#parts.scroll.keep(row, () => toggleFold(button, this.#i18n));
    if (action === 'copy-code') return void this.#copy(codeOf(button), 'code.copied');
    if (action !== 'toggle') return this.perform(action, row);
    const entry = this.entryOf(row);
    if (entry) this.toggle(entry, emoji);
    return undefined;
  }

  /** A link to a message of this server opens it in this tab. */
  #follow(event, link) {
    const message = messageOf(new URL(link.href), this.#base);
    if (!message) return;
    event.preventDefault();
    this.#parts.jump.open(message);
  }
}
