import { previewOf } from './filePreview.js';
import { permalinkOf } from './permalink.js';
import { Position } from './position.js';
import { daysOf, piecesOf } from './searchResults.js';

/** The dialog that finds messages of all rooms, and leads to them. */
export class MessageSearch {
  #dialog = document.getElementById('message-search');
  #box = document.getElementById('message-search-box');
  #status = document.getElementById('message-search-status');
  #results = document.getElementById('message-search-results');
  #session;
  #i18n;
  #jump;
  #base;
  #text = '';

  /** @param {{session: object, i18n: import('./i18n.js').I18n, jump: () => import('./messageJump.js').MessageJump, base: string}} parts */
  constructor({ session, i18n, jump, base }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#jump = jump;
    this.#base = base;
    document.getElementById('message-search-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#search();
    });
    session.addEventListener('found-messages', ({ detail }) => this.#show(detail));
    this.#results.addEventListener('click', (event) => this.#clicked(event));
    this.#dialog.addEventListener('keydown', (event) => this.#pressed(event));
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog) this.#dialog.close();
    });
  }

  /** Opens the dialog with the results of the search before. */
  open() {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#box.focus();
    this.#box.select();
  }

  #search() {
    this.#text = this.#box.value.trim();
    this.#results.replaceChildren();
    if (this.#text === '') this.#status.textContent = '';
    else this.#status.textContent = this.#i18n.text(this.#session.search(this.#text, 'search-messages') ? 'search.running' : 'search.offline');
  }

  #show({ text, messages, notes, sentence }) {
    if (text !== this.#text) return;
    const found = messages.length === 0 ? this.#i18n.text('search.none') : this.#i18n.count('search.found', messages.length);
    this.#status.textContent = sentence ?? [found, ...notes.map((note) => this.#note(note))].join(' ');
    this.#results.replaceChildren(...daysOf(messages).flatMap((day) => this.#day(day)));
  }

  #note(code) {
    const key = { more: 'search.more', cut: 'search.cut', scanned: 'search.scanned', building: 'search.building' }[code];
    return key ? this.#i18n.text(key) : '';
  }

  #day({ at, messages }) {
    const heading = document.createElement('h3');
    heading.textContent = this.#i18n.day(at);
    const list = document.createElement('ol');
    list.append(...messages.map((message) => this.#row(message)));
    return [heading, list];
  }

  #row({ room, position, at, name, action, excerpt, marks }) {
    const link = document.createElement('a');
    link.href = permalinkOf(this.#base, room, position);
    link.dataset.room = room;
    link.dataset.position = position;
    const author = document.createElement('bdi');
    author.textContent = name;
    const place = document.createElement('span');
    place.textContent = `#${room}, ${this.#i18n.time(new Date(at))}`;
    const text = document.createElement('p');
    text.dir = 'auto';
    if (action) text.append(name, ' ');
    const preview = previewOf(excerpt, this.#i18n);
    for (const piece of piecesOf(preview, preview === excerpt ? marks : [])) {
      const node = document.createElement(piece.marked ? 'mark' : 'span');
      node.textContent = piece.text;
      text.append(node);
    }
    link.append(author, ' ', place, text);
    const row = document.createElement('li');
    row.append(link);
    return row;
  }

  #clicked(event) {
    const link = event.target.closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#dialog.close();
    this.#jump().open({ room: link.dataset.room, position: Position.parse(link.dataset.position) });
  }

  /** The arrow keys move between the box and the results. Esc closes the dialog also while the box has a text. */
  #pressed(event) {
    if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault(); // a search box would only clear its text
      this.#dialog.close();
      return;
    }
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = [this.#box, ...this.#results.querySelectorAll('a')];
    const next = stops[stops.indexOf(document.activeElement) + by];
    event.preventDefault();
    next?.focus();
  }
}
