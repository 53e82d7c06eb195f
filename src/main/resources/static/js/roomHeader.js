import { typingText } from './eventText.js';
import { isPrivate } from './roomName.js';

/** The header of the open conversation: name, topic, number of users, users who are typing, and for operators the menu of the room. */
export class RoomHeader {
  #name = document.getElementById('room-name');
  #topic = document.getElementById('room-topic');
  #sign = document.getElementById('room-sign');
  #lock = document.getElementById('room-lock');
  #people = document.getElementById('open-people');
  #count = document.getElementById('room-count');
  #leave = document.getElementById('leave-room');
  #invite = document.getElementById('open-invite');
  #manage = document.getElementById('open-room-menu');
  #typing = document.getElementById('typing');
  #session;
  #i18n;
  #stop = new AbortController();

  /**
   * @param {{session: object, i18n: object, menu: import('./onDemand.js').OnDemand, invite: import('./onDemand.js').OnDemand}} parts
   *   menu: that of the room; invite: the dialog that invites to the room
   */
  constructor({ session, i18n, menu, invite }) {
    this.#session = session;
    this.#i18n = i18n;
    session.addEventListener('shown', ({ detail: { conversation } }) => this.#show(conversation));
    for (const type of ['entered', 'left', 'listed', 'rights']) session.addEventListener(type, () => this.#write());
    const openInvite = () => invite.use((dialog) => dialog.open());
    this.#invite.addEventListener('click', openInvite);
    session.addEventListener('invite', openInvite);
    this.#manage.addEventListener('click', () => menu.use((open) => open.open()));
    this.#leave.addEventListener('click', () => {
      const { current } = this.#session;
      if (current.kind === 'direct') this.#session.close(current);
      else this.#session.leave(current);
    });
  }

  #show(conversation) {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    conversation.addEventListener('topic', () => this.#write(), { signal });
    conversation.presence?.addEventListener('changed', () => this.#write(), { signal });
    conversation.typing?.addEventListener('changed', () => this.#write(), { signal });
    this.#write();
  }

  #write() {
    const { current } = this.#session;
    if (!current) return;
    this.#name.textContent = current.name;
    this.#topic.textContent = current.kind === 'direct' ? this.#i18n.text('direct.topic') : current.topic;
    this.#topic.title = this.#topic.textContent;
    const locked = current.kind === 'room' && isPrivate(this.#session.listing, current.name);
    this.#lock.toggleAttribute('hidden', !locked);
    this.#sign.hidden = current.kind !== 'room' || locked;
    const count = current.presence?.count ?? 2;
    this.#count.textContent = this.#i18n.number(count);
    this.#people.setAttribute('aria-label', this.#i18n.count('rooms.here', count));
    this.#leave.textContent = this.#i18n.text(current.kind === 'room' ? 'rooms.leave' : 'direct.close');
    this.#leave.hidden = current.kind === 'room' && (current.name === 'lobby' || this.#session.rooms.length < 2);
    this.#invite.hidden = current.kind !== 'room';
    this.#manage.hidden = !this.#session.operator || current.kind !== 'room';
    this.#typing.textContent = typingText(this.#i18n, current.typing?.names ?? []);
  }
}
