import { copyText } from './copyText.js';
import { roomAddress } from './permalink.js';
import { isPrivate } from './roomName.js';

/** The actions that an empty room offers above the text box: to copy its address, to invite by a QR code, or to create another room. */
export class EmptyRoom {
  #line = document.getElementById('empty-room');
  #session;
  #conversation = null;
  #stop = new AbortController();

  /**
   * @param {{session: object, i18n: import('./i18n.js').I18n, base: string, status: import('./actionStatus.js').ActionStatus,
   *   quickSwitcher: import('./quickSwitcher.js').QuickSwitcher, invite: import('./onDemand.js').OnDemand}} parts base: the address of
   *   the page; invite: the dialog that invites to the room
   */
  constructor({ session, i18n, base, status, quickSwitcher, invite }) {
    this.#session = session;
    session.addEventListener('shown', ({ detail: { conversation } }) => this.#show(conversation));
    session.addEventListener('listed', () => this.#conversation && this.#write());
    const perform = {
      link: async () => {
        const address = roomAddress(base, this.#conversation.name);
        if (await copyText(address)) status.show(i18n.text('message.link.copied'));
        else status.offer(i18n.text('message.copy.failed'), address);
      },
      create: () => quickSwitcher.open('#'),
      invite: () => invite.use((dialog) => dialog.open()),
    };
    this.#line.addEventListener('click', ({ target }) => void perform[target.closest('button')?.dataset.action]?.());
  }

  #show(conversation) {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#conversation = conversation;
    for (const type of ['entered', 'window']) conversation.addEventListener(type, () => this.#write(), { signal });
    for (const type of ['added', 'removed', 'cleared']) conversation.entries.addEventListener(type, () => this.#write(), { signal });
    this.#write();
  }

  #write() {
    const { kind, name, atBeginning, entries } = this.#conversation;
    // the address alone does not open a private room
    this.#line.querySelector('[data-action=link]').hidden = isPrivate(this.#session.listing, name);
    this.#line.hidden = kind !== 'room' || !atBeginning || entries.find((entry) => entry.kind === 'message') !== undefined;
  }
}
