import { fold } from './names.js';
import { isPrivate, parseRoomName } from './roomName.js';

/**
 * Switches to a room by keyboard: type a part of its name, press Enter. Joined rooms come first, then other rooms, then
 * users; a name without a room creates one.
 */
export class QuickSwitcher {
  static #MOST = 12;

  #dialog = document.getElementById('switcher');
  #box = document.getElementById('switcher-box');
  #list = document.getElementById('switcher-list');
  #session;
  #i18n;
  #offers = [];
  #chosen = 0;
  #finder;

  /** @param {{session: object, i18n: object, finder: import('./roomFinder.js').RoomFinder}} parts */
  constructor({ session, i18n, finder }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#finder = finder;
    document.getElementById('open-switcher').addEventListener('click', () => this.open());
    document.getElementById('open-person-switcher').addEventListener('click', () => this.open('@'));
    this.#box.addEventListener('input', () => this.#update());
    finder.addEventListener('found', () => this.#update());
    this.#dialog.addEventListener('close', () => finder.find(''));
    this.#box.addEventListener('keydown', (event) => this.#pressed(event));
    this.#list.addEventListener('click', ({ target }) => {
      const option = target.closest('[role=option]');
      if (option) this.#go(this.#offers[Number(option.dataset.place)]);
    });
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog) this.#dialog.close();
    });
  }

  /** @param {'' | '#' | '@'} sign restricts the choice to rooms or users, as it does when it is typed */
  open(sign = '') {
    if (this.#dialog.open) return;
    this.#box.value = sign;
    this.#update();
    this.#dialog.showModal();
    this.#box.focus();
  }

  #pressed(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.#offers.length > 0) {
      this.#chosen = (this.#chosen + step + this.#offers.length) % this.#offers.length;
      this.#write();
    } else if (event.key === 'Enter') {
      this.#go(this.#offers[this.#chosen]);
    } else {
      return;
    }
    event.preventDefault();
  }

  #update() {
    const [, sign, typed] = /^([#@]?)(.*)$/su.exec(this.#box.value.trim());
    const wanted = fold(typed);
    this.#finder.find(wanted);
    const { rooms, directs, current } = this.#session;
    const known = new Set(this.#session.listing.map((room) => room.name));
    const found = this.#finder.page?.rooms ?? [];
    const listing = [...this.#session.listing, ...found.filter((room) => !known.has(room.name))];
    const entered = new Set(rooms.map((room) => room.name));
    const noteOf = (name) => (isPrivate(listing, name) ? this.#i18n.text('rooms.private') : '');
    const room = (name, unread) => ({ sign: '#', name, unread, note: noteOf(name), go: () => this.#session.enter(name) });
    const person = (name, unread) => ({ sign: '@', name, unread, note: this.#i18n.text('switcher.person'), go: () => this.#session.converse(name) });
    const spoken = new Set(directs.map((direct) => fold(direct.name)));
    const all = [
      ...rooms.map((one) => room(one.name, one.unread)),
      ...listing.filter((one) => !entered.has(one.name)).map((one) => ({ ...room(one.name), note: this.#i18n.count('rooms.here', one.people) })),
      ...directs.map((one) => person(one.name, one.unread)),
      ...(current?.presence?.people ?? [])
        .filter((one) => !spoken.has(fold(one.name)) && fold(one.name) !== fold(this.#session.name))
        .map((one) => person(one.name)),
    ];
    this.#offers = all.filter((offer) => fold(offer.name).includes(wanted) && (sign === '' || offer.sign === sign));
    this.#offers.sort((one, other) => rank(one, wanted) - rank(other, wanted));
    if (sign !== '@' && parseRoomName(wanted) === wanted && !all.some((offer) => offer.name === wanted)) {
      this.#offers.push({ ...room(wanted), note: this.#i18n.text('switcher.new') });
    }
    this.#offers = this.#offers.slice(0, QuickSwitcher.#MOST);
    this.#chosen = 0;
    this.#write();
  }

  #go(offer) {
    if (!offer) return;
    this.#dialog.close();
    offer.go();
  }

  #write() {
    this.#list.replaceChildren(...this.#offers.map((offer, place) => this.#row(offer, place)));
    this.#list.hidden = this.#offers.length === 0;
    this.#box.setAttribute('aria-expanded', String(this.#offers.length > 0));
    if (this.#offers.length === 0) return this.#box.removeAttribute('aria-activedescendant');
    this.#list.children[this.#chosen].scrollIntoView({ block: 'nearest' });
    return this.#box.setAttribute('aria-activedescendant', `switcher-${this.#chosen}`);
  }

  #row({ sign, name, note, unread }, place) {
    const row = document.createElement('li');
    row.id = `switcher-${place}`;
    row.dataset.place = String(place);
    row.setAttribute('role', 'option');
    row.setAttribute('aria-selected', String(place === this.#chosen));
    const label = document.createElement('bdi');
    label.textContent = name;
    row.dataset.sign = sign;
    const more = document.createElement('span');
    more.textContent = unread?.count > 0 ? this.#i18n.count('rooms.unread', unread.count) : note;
    row.append(label, ' ', more);
    return row;
  }
}

/** A match at the beginning comes before a match inside. */
function rank(offer, wanted) {
  return fold(offer.name).startsWith(wanted) ? 0 : 1;
}
