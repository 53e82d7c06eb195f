import { copiedText } from './copiedText.js';
import { groupingOf } from './messageGrouping.js';
import { sameName } from './names.js';

/**
 * Shows the entries of one conversation as rows. New messages go to the live list, which screen readers announce;
 * history goes to the other list, which they do not.
 */
export class Transcript {
  #older = document.getElementById('older');
  #live = document.getElementById('live');
  #log = document.getElementById('log');
  #beginning = document.getElementById('beginning');
  #alert = document.getElementById('alert');
  #session;
  #i18n;
  #rows;
  #scroll;
  #conversation = null;
  #shown = new Map();
  #lines = new Map();
  #unreadLine = null;
  #stop = new AbortController();

  /**
   * @param {{session: object, i18n: object, rows: import('./messageRenderer.js').MessageRenderer, scroll: import('./scroll.js').Scroll,
   *   dayChange: import('./dayChange.js').DayChange}} parts
   */
  constructor({ session, i18n, rows, scroll, dayChange }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#rows = rows;
    this.#scroll = scroll;
    session.addEventListener('shown', ({ detail: { conversation } }) => this.#show(conversation));
    for (const list of [this.#older, this.#live]) {
      list.addEventListener('click', (event) => this.#clicked(event));
      list.addEventListener('keydown', ({ key, target }) => {
        if ((key === 'Delete' || key === 'Backspace') && target.matches('.note')) this.#dismiss(target);
      });
    }
    dayChange.addEventListener('changed', () => this.#renameDays());
    document.addEventListener('copy', (event) => this.#copied(event));
  }

  #show(conversation) {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#conversation = conversation;
    const label = conversation.kind === 'room' ? 'transcript.log' : 'transcript.with';
    this.#log.setAttribute('aria-label', this.#i18n.text(label, conversation.name));
    this.#clear();
    this.#unreadLine = conversation.unread.line;
    for (const entry of conversation.entries) this.#add(entry, undefined, !entry.settled);
    this.#edge();
    this.#follow(conversation);
    this.#scroll.toEnd();
  }

  #follow({ entries, unread }) {
    const on = (target, type, then) => target.addEventListener(type, ({ detail }) => then(detail), { signal: this.#stop.signal });
    on(entries, 'added', ({ entry, before, live }) => this.#add(entry, before, live));
    on(entries, 'moved', ({ entry, before }) => this.#move(entry, before));
    on(entries, 'changed', ({ entry }) => this.#change(entry));
    on(entries, 'removed', ({ entry }) => this.#remove(entry));
    on(entries, 'cleared', () => this.#show(this.#conversation));
    on(entries, 'shifting', () => this.#scroll.hold());
    on(entries, 'shifted', () => this.#scroll.release());
    on(unread, 'changed', () => this.#markUnread());
    on(this.#conversation, 'window', () => this.#edge());
    on(this.#conversation, 'entered', () => this.#rest());
  }

  /** A stream starts: the live rows and the first entries of the stream are history. */
  #rest() {
    for (const row of [...this.#live.children]) {
      if (row.dataset.state !== 'pending' && row.dataset.state !== 'refused') this.#older.append(row);
    }
    this.#edge();
  }

  #add(entry, before, live) {
    const row = this.#rows.make(entry);
    this.#rows.fill(row, entry, (name) => this.#isName(name));
    this.#shown.set(entry.id, row);
    this.#insert(row, entry, before, live);
    this.#dress(entry);
    this.#dressNext(entry);
  }

  #insert(row, entry, before, live) {
    const next = before && this.#top(before);
    if (next?.parentElement === this.#older) return next.before(row);
    const previous = this.#shown.get(this.#conversation.entries.before(entry)?.id);
    if (!live && previous?.parentElement !== this.#live) return this.#older.append(row);
    return this.#live.insertBefore(row, next ?? null);
  }

  #move(entry, before) {
    const row = this.#shown.get(entry.id);
    this.#undress(entry);
    this.#live.insertBefore(row, (before && this.#top(before)) ?? null);
    this.#dress(entry);
    for (const other of this.#conversation.entries) if (!other.settled) this.#dress(other);
  }

  #change(entry) {
    const row = this.#shown.get(entry.id);
    if (!row) return;
    this.#scroll.hold();
    this.#rows.fill(row, entry, (name) => this.#isName(name));
    this.#dress(entry);
    this.#dressNext(entry);
    this.#scroll.release();
    if (row.querySelector('.retry:not([hidden])')) this.#alert.textContent = row.querySelector('.state-text').textContent;
  }

  #remove(entry) {
    this.#undress(entry);
    this.#shown.get(entry.id)?.remove();
    this.#shown.delete(entry.id);
    const { oldest } = this.#conversation.entries;
    if (oldest) this.#dress(oldest);
  }

  #clear() {
    this.#shown.clear();
    this.#lines.clear();
    this.#older.replaceChildren();
    this.#live.replaceChildren();
    this.#alert.textContent = '';
  }

  /** Updates a row for the one before it: date line, unread line, name of the author. */
  #dress(entry) {
    const row = this.#shown.get(entry.id);
    if (!row) return;
    const { newDay, continues } = groupingOf(this.#conversation.entries.before(entry), entry);
    const unread = entry.place !== undefined && entry.place === this.#unreadLine;
    this.#setLine(entry, 'date', newDay ? () => this.#i18n.day(entry.at) : null);
    this.#setLine(entry, 'new', unread ? () => this.#i18n.text('transcript.new') : null);
    row.classList.toggle('continued', continues && !unread);
  }

  /** Today is yesterday now. */
  #renameDays() {
    for (const entry of this.#conversation?.entries ?? []) {
      const line = this.#lines.get(entry.id)?.date;
      if (line) line.querySelector('span').textContent = this.#i18n.day(entry.at);
    }
  }

  #dressNext(entry) {
    const next = this.#conversation.entries.after(entry);
    if (next) this.#dress(next);
  }

  #undress(entry) {
    for (const line of Object.values(this.#lines.get(entry.id) ?? {})) line.remove();
    this.#lines.delete(entry.id);
  }

  #setLine(entry, kind, text) {
    const lines = this.#lines.get(entry.id) ?? {};
    if (!text === !lines[kind]) return;
    if (text) {
      lines[kind] = this.#rows.line(kind, text());
      const below = kind === 'date' ? this.#top(entry) : this.#shown.get(entry.id);
      below.before(lines[kind]);
    } else {
      lines[kind].remove();
      delete lines[kind];
    }
    this.#lines.set(entry.id, lines);
  }

  /** Returns the first row of an entry: one of its lines, or the row itself. */
  #top(entry) {
    const { date, new: unread } = this.#lines.get(entry.id) ?? {};
    return date ?? unread ?? this.#shown.get(entry.id);
  }

  #markUnread() {
    const { line } = this.#conversation.unread;
    if (line === this.#unreadLine) return;
    const places = [this.#unreadLine, line];
    this.#unreadLine = line;
    for (const entry of this.#conversation.entries) if (places.includes(entry.place)) this.#dress(entry);
  }

  #edge() {
    const { atBeginning, kind, name } = this.#conversation;
    this.#scroll.hold();
    this.#beginning.hidden = !atBeginning;
    this.#beginning.textContent = this.#i18n.text(kind === 'room' ? 'transcript.beginning' : 'transcript.beginning.direct', name);
    this.#scroll.release();
  }

  /** A mention keeps its weight when the user leaves. */
  #isName(name) {
    const { presence, name: other, entries } = this.#conversation;
    if (sameName(name, this.#session.name) || (presence ? presence.knows(name) : sameName(name, other))) return true;
    return entries.find(({ from }) => from !== undefined && sameName(from, name)) !== undefined;
  }

  #copied(event) {
    const text = copiedText(document.getSelection(), document.getElementById('transcript'));
    if (text === null) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  }

  /** Removes a note, and leaves the focus in the transcript. */
  #dismiss(row) {
    const [id] = [...this.#shown].find(([, shown]) => shown === row) ?? [];
    const entry = this.#conversation.entries.find((one) => one.id === id);
    document.getElementById('transcript').focus({ preventScroll: true });
    if (entry) this.#conversation.entries.remove(entry);
  }

  #clicked({ target }) {
    const { reference } = target.closest('li')?.dataset ?? {};
    if (target.closest('.dismiss')) this.#dismiss(target.closest('li'));
    else if (target.closest('.retry:not([data-action="edit"])')) this.#conversation.retry(reference);
    else if (target.closest('.discard')) this.#conversation.discard(reference);
  }
}
