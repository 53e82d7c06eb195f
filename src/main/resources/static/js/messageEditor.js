import { lengthOf } from './names.js';
import { lineCountOf, MAX_LINES } from './splitText.js';
import { trimText } from './parseInput.js';
import { listOf, textOrNull } from './stored.js';
import { isVisible } from './visibleText.js';

/** The most drafts that are kept, and the most characters of one. */
const MOST_DRAFTS = 50;
const MOST_DRAFT = 100_000;

/** Edits a message in place. A text that is neither saved nor cancelled is kept in the storage of the tab. */
export class MessageEditor {
  #session;
  #i18n;
  #limit;
  #isTouch = matchMedia('(hover: none) and (pointer: coarse)');
  #storage;
  #drafts;
  #close = () => {};
  #stop = new AbortController();

  /** @param {{session: object, i18n: object, storage: object, limit: number}} parts limit: the longest message in code points */
  constructor({ session, i18n, storage, limit }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#limit = limit;
    this.#storage = storage;
    this.#drafts = new Map(listOf(storage.read('edits'), MOST_DRAFTS, draftOrNull));
    session.addEventListener('shown', () => this.#close());
  }

  /**
   * @param {object} entry
   * @param {HTMLLIElement} row
   * @param {HTMLElement} from the element that has the focus afterwards
   */
  open(entry, row, from) {
    this.#close();
    const form = this.#form();
    const box = form.querySelector('textarea');
    const refused = entry.changes?.find(({ kind, refused: reason }) => kind === 'edit' && reason !== null);
    const waiting = entry.changes?.findLast(({ kind }) => kind === 'edit');
    const room = this.#session.current;
    const draft = `${room.name} ${entry.place}`;
    box.value = this.#drafts.get(draft) ?? refused?.text ?? waiting?.text ?? entry.text;
    this.#close = () => {
      this.#close = () => {};
      this.#stop.abort();
      form.remove();
      row.classList.remove('editing');
      if (from.isConnected) from.focus({ preventScroll: from === row });
    };
    const cancel = () => {
      this.#keep(draft, null);
      this.#close();
    };
    this.#stop = new AbortController();
    room.entries.addEventListener('changed', (event) => {
      if (event.detail.entry === entry && entry.deleted) cancel();
    }, { signal: this.#stop.signal });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = trimText(box.value);
      if (!this.#check(form, text)) return;
      cancel();
      room.edit(entry, text);
    });
    form.querySelector('.cancel').addEventListener('click', cancel);
    box.addEventListener('input', () => {
      this.#keep(draft, box.value);
      this.#explain(form, '');
      measure(box);
    });
    box.addEventListener('keydown', (event) => this.#pressed(event, form, cancel));
    row.classList.add('editing');
    row.insertBefore(form, row.querySelector('.text'));
    measure(box);
    form.scrollIntoView({ block: 'nearest' });
    box.focus({ preventScroll: true });
    box.setSelectionRange(box.value.length, box.value.length);
  }

  /** @param {string} draft the room and the place of the message @param {string | null} text null to discard it */
  #keep(draft, text) {
    this.#drafts.delete(draft);
    if (text !== null && text.length <= MOST_DRAFT) this.#drafts.set(draft, text);
    this.#storage.write('edits', [...this.#drafts].slice(-MOST_DRAFTS));
  }

  #form() {
    const form = document.getElementById('edit-form').content.firstElementChild.cloneNode(true);
    form.querySelector('textarea').setAttribute('aria-label', this.#i18n.text('edit.box'));
    form.querySelector('.editor-help').textContent = this.#help;
    form.querySelector('.save').textContent = this.#i18n.text('edit.save');
    form.querySelector('.cancel').textContent = this.#i18n.text('edit.cancel');
    return form;
  }

  /** Enter saves; on a touch screen it is a new line, as in the message box. */
  #pressed(event, form, cancel) {
    if (event.isComposing || event.keyCode === 229) return;
    const always = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && (always || !this.#isTouch.matches)) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      cancel();
    }
  }

  #check(form, text) {
    const number = (value) => this.#i18n.number(value);
    const length = lengthOf(text);
    let fault = '';
    if (!isVisible(text)) fault = this.#i18n.text('edit.invisible');
    else if (length > this.#limit) fault = this.#i18n.text('edit.long', number(length), number(this.#limit), number(length - this.#limit));
    else if (lineCountOf(text) > MAX_LINES) fault = this.#i18n.text('edit.lines', number(lineCountOf(text)), number(MAX_LINES), number(lineCountOf(text) - MAX_LINES));
    this.#explain(form, fault);
    return fault === '';
  }

  /** The keys of a touch screen have no such meaning. */
  get #help() {
    return this.#isTouch.matches ? '' : this.#i18n.text('edit.help');
  }

  #explain(form, fault) {
    const line = form.querySelector('.editor-help');
    line.textContent = fault || this.#help;
    line.classList.toggle('fault', fault !== '');
  }
}

function draftOrNull(stored) {
  const [draft, text] = Array.isArray(stored) ? stored.map((value) => textOrNull(value, MOST_DRAFT)) : [];
  return draft && text !== null && text !== undefined ? [draft, text] : null;
}

function measure(box) {
  if (CSS.supports('field-sizing', 'content')) return;
  box.style.blockSize = 'auto';
  box.style.blockSize = `${box.scrollHeight}px`;
}
