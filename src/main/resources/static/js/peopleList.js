import { fold, initialsOf, sameName } from './names.js';
import { labelOf } from './eventText.js';
import { Presence } from './presence.js';

/** The list of users. Rows stay in the document while the list changes, so that the focus stays. */
export class PeopleList {
  static #SHOWN = 200;
  static #LOOK_EVERY = 60_000;

  #panel = document.getElementById('people');
  #count = document.getElementById('people-count');
  #list = document.getElementById('people-list');
  #more = document.getElementById('people-more');
  #template = document.getElementById('person-item');
  #session;
  #i18n;
  #colors;
  #rows = new Map();
  #scheduled = false;
  #absences = 0;
  #stop = new AbortController();

  /**
   * @param {{session: object, i18n: object, colors: import('./nameColors.js').NameColors, menu: import('./onDemand.js').OnDemand}}
   *   parts menu: that of a user
   */
  constructor({ session, i18n, colors, menu }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#colors = colors;
    session.addEventListener('shown', ({ detail: { conversation } }) => this.#show(conversation));
    session.addEventListener('named', () => this.#soon());
    setInterval(() => this.#soon(), PeopleList.#LOOK_EVERY);
    this.#list.addEventListener('click', ({ target }) => {
      const button = target.closest('button');
      const name = button?.dataset.name;
      if (!name || sameName(name, session.name)) return;
      if (button.classList.contains('person-actions')) menu.use((open) => open.open(name));
      else session.converse(name);
    });
    session.addEventListener('ignored', () => this.#soon());
  }

  #show(conversation) {
    this.#stop.abort();
    this.#stop = new AbortController();
    const rooms = conversation.presence ? [conversation] : this.#session.rooms;
    for (const { presence } of rooms) presence.addEventListener('changed', () => this.#soon(), { signal: this.#stop.signal });
    this.#soon();
  }

  /** Many users may join at once: the list is rendered once for all of them. */
  #soon() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#write();
    });
  }

  #write() {
    const { presence, name } = this.#session.current ?? {};
    if (!this.#session.current) return;
    const people = (presence?.people ?? [this.#session.name, name].map((one) => this.#known(one)))
      .sort((one, other) => fold(one.name).localeCompare(fold(other.name)))
      .slice(0, PeopleList.#SHOWN);
    const count = presence?.count ?? people.length;
    this.#count.textContent = this.#i18n.number(count);
    this.#more.textContent = count > people.length ? this.#i18n.count('people.more', count - people.length) : '';
    const wanted = people.map((person) => this.#row(person));
    const kept = new Set(wanted);
    for (const [key, row] of this.#rows) {
      if (kept.has(row)) continue;
      if (row.contains(document.activeElement)) this.#panel.focus();
      row.remove();
      this.#rows.delete(key);
    }
    wanted.forEach((row, place) => {
      if (this.#list.children[place] !== row) this.#list.insertBefore(row, this.#list.children[place] ?? null);
    });
  }

  /** Returns a user of a direct conversation, as a common room knows the user. */
  #known(name) {
    const [known] = this.#session.rooms.map((room) => room.presence.of(name)).filter(Boolean);
    return known ?? { name, via: '', activeAt: Date.now(), away: '' };
  }

  #row(person) {
    const key = fold(person.name);
    const row = this.#rows.get(key) ?? this.#template.content.firstElementChild.cloneNode(true);
    this.#rows.set(key, row);
    const self = sameName(person.name, this.#session.name);
    const button = row.querySelector('.person-name');
    button.dataset.name = person.name;
    if (button.textContent !== person.name) button.firstElementChild.textContent = person.name;
    button.title = self ? '' : this.#i18n.text('people.write', person.name);
    const avatar = row.querySelector('.avatar');
    avatar.dataset.initials = initialsOf(person.name);
    avatar.dataset.hue = this.#colors.hueOf(person.name, person.via);
    const actions = row.querySelector('.person-actions');
    actions.hidden = self || person.via === 'operator';
    actions.dataset.name = person.name;
    actions.setAttribute('aria-label', this.#i18n.text('person.actions', person.name));
    this.#writeAbsence(row, person.away);
    const idle = !person.away && Presence.isIdle(person);
    row.classList.toggle('idle', idle);
    row.querySelector('.mark').textContent = [
      self ? this.#i18n.text('people.you') : '',
      labelOf(this.#i18n, person.via),
      idle ? this.#i18n.text('people.idle') : '',
      this.#session.ignores(person.name, person.userId) ? this.#i18n.text('people.ignored') : '',
    ].filter(Boolean).join(', ');
    return row;
  }

  #writeAbsence(row, away) {
    row.classList.toggle('away', away !== '');
    const absence = row.querySelector('.absence');
    absence.hidden = away === '';
    absence.textContent = away && this.#i18n.text('people.away', away);
    absence.title = away;
    absence.id ||= `absence-${++this.#absences}`;
    const button = row.querySelector('.person-name');
    if (away) button.setAttribute('aria-describedby', absence.id);
    else button.removeAttribute('aria-describedby');
  }
}
