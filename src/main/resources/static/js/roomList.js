import { initialsOf } from './names.js';
import { isPrivate } from './roomName.js';

/** The lists of joined rooms, other rooms and direct conversations, with unread counts. */
export class RoomList {
  #rooms = document.getElementById('room-list');
  #directs = document.getElementById('direct-list');
  #template = document.getElementById('room-item');
  #ownName = document.getElementById('own-name');
  #ownAbsence = document.getElementById('own-absence');
  #ownAvatar = document.getElementById('own-avatar');
  #drawerBadge = document.getElementById('drawer-badge');
  #session;
  #i18n;
  #search;
  #colors;
  #rows = new Map();

  /**
   * @param {{session: object, i18n: object, search: import('./roomSearch.js').RoomSearch,
   *   colors: import('./nameColors.js').NameColors}} parts
   */
  constructor({ session, i18n, search, colors }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#search = search;
    this.#colors = colors;
    search.addEventListener('changed', () => this.#write());
    session.levels.addEventListener('changed', () => this.#write());
    session.addEventListener('rights', () => this.#writeAbsence());
    for (const type of ['shown', 'left', 'listed']) session.addEventListener(type, () => this.#write());
    session.addEventListener('entered', ({ detail: { room } }) => this.#follow(room));
    session.addEventListener('directs', ({ detail }) => {
      if (detail?.direct) this.#follow(detail.direct);
      else this.#write();
    });
    session.addEventListener('named', () => {
      this.#ownName.textContent = session.name;
      this.#ownAvatar.dataset.initials = initialsOf(session.name);
    });
    for (const list of [this.#rooms, this.#directs]) list.addEventListener('click', (event) => this.#clicked(event));
  }

  #follow(conversation) {
    conversation.unread.addEventListener('changed', () => this.#write());
    conversation.presence?.addEventListener('changed', () => this.#write());
    this.#write();
  }

  #clicked({ target }) {
    const row = target.closest('li');
    if (!row || !target.closest('button')) return;
    if (row.dataset.kind === 'direct') this.#session.converse(row.dataset.name);
    else this.#session.enter(row.dataset.name);
  }

  #write() {
    const { rooms, listing, directs } = this.#session;
    const entered = new Set(rooms.map((room) => room.name));
    const others = this.#search
      .matching(listing)
      .filter((room) => !entered.has(room.name))
      .sort((one, other) => one.name.localeCompare(other.name));
    const rows = [
      ...this.#search.own(rooms).map((room) => this.#row(room.name, 'room', room)),
      ...others.map((room) => this.#row(room.name, 'other', null, room.people)),
    ];
    arrange(this.#rooms, rows);
    this.#search.write(rows.length);
    arrange(this.#directs, directs.map((direct) => this.#row(direct.name, 'direct', direct)));
    const elsewhere = [...rooms, ...directs].filter((one) => one !== this.#session.current).map((one) => one.unread);
    const sum = (key) => elsewhere.reduce((all, unread) => all + unread[key], 0);
    this.#badge(this.#drawerBadge, { count: sum('count'), mentions: sum('mentions') });
    for (const [key, row] of this.#rows) if (!row.isConnected) this.#rows.delete(key);
  }

  #row(name, kind, conversation, people = 0) {
    const key = `${kind === 'direct' ? '@' : '#'}${name}`;
    const row = this.#rows.get(key) ?? this.#template.content.firstElementChild.cloneNode(true);
    this.#rows.set(key, row);
    row.dataset.name = name;
    row.dataset.kind = kind;
    const button = row.querySelector('button');
    if (conversation && conversation === this.#session.current) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    row.classList.toggle('unread', (conversation?.unread.count ?? 0) > 0);
    row.querySelector('.room-label').textContent = name;
    if (kind === 'direct') this.#avatar(button, name);
    row.querySelector('.people-number').textContent = kind === 'other' ? this.#i18n.count('rooms.here', people) : '';
    this.#badge(row.querySelector('.badge'), conversation?.unread);
    this.#writeLevel(row.querySelector('.level-mark'), conversation);
    this.#writePrivate(row, kind !== 'direct' && isPrivate(this.#session.listing, name));
    return row;
  }

  /** Marks a conversation whose level is not the usual one. */
  #writeLevel(mark, conversation) {
    const { level, until } = conversation ? this.#session.levels.of(conversation.key) : { level: 'default', until: 0 };
    mark.hidden = level === 'default' && until === 0;
    if (mark.hidden) return;
    mark.dataset.level = until > 0 ? 'nothing' : level;
    const words = until > 0 ? this.#i18n.text('level.until', this.#i18n.moment(until)) : this.#i18n.text(`level.${level}`);
    mark.title = words;
    mark.lastElementChild.textContent = ` ${this.#i18n.text('rooms.level', words)}`;
  }

  /** Shows a lock instead of the sign of a room. */
  #writePrivate(row, locked) {
    row.toggleAttribute('data-private', locked);
    const mark = row.querySelector('.private-mark');
    mark.hidden = !locked;
    mark.lastElementChild.textContent = locked ? `${this.#i18n.text('rooms.private')} ` : '';
  }

  #writeAbsence() {
    const { away } = this.#session;
    this.#ownAbsence.hidden = away === '';
    this.#ownAbsence.textContent = away && this.#i18n.text('people.away', away);
    this.#ownAbsence.title = away;
  }

  #avatar(button, name) {
    const avatar = button.querySelector('.avatar') ?? document.createElement('span');
    avatar.className = 'avatar small';
    avatar.setAttribute('aria-hidden', 'true');
    avatar.dataset.hue = this.#colors.hueOf(name);
    avatar.dataset.initials = initialsOf(name);
    if (!avatar.isConnected) button.prepend(avatar);
  }

  #badge(badge, unread) {
    const count = unread?.count ?? 0;
    const mentions = unread?.mentions ?? 0;
    badge.hidden = count === 0;
    badge.classList.toggle('strong', mentions > 0);
    if (count === 0) return badge.replaceChildren();
    const number = document.createElement('span');
    number.setAttribute('aria-hidden', 'true');
    number.textContent = count > 99 ? '99+' : this.#i18n.number(count);
    const words = document.createElement('span');
    words.className = 'visually-hidden';
    const sentences = [this.#i18n.count('rooms.unread', count), mentions > 0 ? this.#i18n.count('rooms.mentions', mentions) : ''];
    words.textContent = ` ${sentences.filter(Boolean).join(', ')}`;
    return badge.replaceChildren(number, words);
  }
}

/** Puts rows into a list in order, and moves only those that are out of place. */
function arrange(list, rows) {
  rows.forEach((row, place) => {
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
  });
  while (list.children.length > rows.length) list.lastElementChild.remove();
}
