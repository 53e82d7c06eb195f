import { fold } from './names.js';

/**
 * The search field above the list of rooms, which is shown if the server has more rooms than the list. Fires `changed` when the
 * list shows other rooms.
 */
export class RoomSearch extends EventTarget {
  #form = document.getElementById('room-search');
  #box = document.getElementById('room-search-box');
  #status = document.getElementById('room-search-status');
  #more = document.getElementById('more-rooms');
  #list = document.getElementById('room-list');
  #session;
  #i18n;
  #finder;

  /** @param {{session: object, i18n: object, finder: import('./roomFinder.js').RoomFinder}} parts */
  constructor({ session, i18n, finder }) {
    super();
    this.#session = session;
    this.#i18n = i18n;
    this.#finder = finder;
    this.#box.addEventListener('input', () => this.#find());
    this.#box.addEventListener('keydown', (event) => this.#pressed(event));
    this.#more.addEventListener('click', () => this.#box.focus());
    finder.addEventListener('found', () => this.#emit());
    session.addEventListener('shown', () => this.#clear());
  }

  /** Returns the rooms of a list whose name contains the text, and those that the server has found. */
  matching(rooms) {
    const { text, page } = this.#finder;
    const known = new Set(rooms.map((room) => room.name));
    return [...rooms.filter((room) => room.name.includes(text)), ...(page?.rooms ?? []).filter((room) => !known.has(room.name))];
  }

  /** Returns the rooms of the tab whose name contains the text. */
  own(rooms) {
    return rooms.filter((room) => room.name.includes(this.#finder.text));
  }

  /** Writes how many rooms there are, found or beside the list. */
  write(shown) {
    const { listing, total, listsAllRooms } = this.#session;
    const more = total - listing.length;
    const searching = this.#finder.text !== '';
    this.#form.hidden = listsAllRooms && !searching;
    this.#status.textContent = searching ? this.#found(shown) : '';
    this.#more.hidden = searching || more <= 0;
    this.#more.textContent = more > 0 ? this.#i18n.count('rooms.more', more) : '';
  }

  #found(shown) {
    const { page } = this.#finder;
    if (!page && !this.#session.listsAllRooms && this.#session.online) return '';
    if (page?.sentence) return page.sentence;
    const total = Math.max(shown, page?.total ?? 0);
    if (total === 0) return this.#i18n.text('rooms.found.none');
    return page?.next
      ? this.#i18n.text('rooms.found.part', this.#i18n.number(total), this.#i18n.number(shown))
      : this.#i18n.count('rooms.found', total);
  }

  #pressed(event) {
    if (event.isComposing) return;
    if (event.key === 'Escape' && this.#box.value !== '') {
      event.stopPropagation();
      this.#clear();
    } else if (event.key === 'Enter' || (event.key === 'ArrowDown' && !event.altKey)) {
      this.#list.querySelector('button')?.focus();
    } else {
      return;
    }
    event.preventDefault();
  }

  #clear() {
    if (this.#box.value === '') return;
    this.#box.value = '';
    this.#find();
  }

  #find() {
    this.#finder.find(fold(this.#box.value.trim().replace(/^#/, '')));
    this.#emit();
  }

  #emit() {
    this.dispatchEvent(new CustomEvent('changed'));
  }
}
