/** Shows the number of unread messages in the title and the icon of the tab, and on the icon of an installed page. */
export class DocumentTitle {
  #icon = document.getElementById('icon');
  #server = document.title;
  #session;
  #badge = 0;

  constructor(session) {
    this.#session = session;
    session.addEventListener('shown', () => this.#write());
    session.addEventListener('left', () => this.#write());
    session.addEventListener('entered', ({ detail: { room } }) => room.unread.addEventListener('changed', () => this.#write()));
    session.addEventListener('directs', ({ detail }) => {
      detail?.direct?.unread.addEventListener('changed', () => this.#write());
      this.#write();
    });
  }

  #write() {
    const all = [...this.#session.rooms, ...this.#session.directs].map((one) => one.unread);
    const count = all.reduce((sum, unread) => sum + unread.count, 0);
    const mentions = all.reduce((sum, unread) => sum + unread.mentions, 0);
    const mark = mentions > 0 ? '(!) ' : count > 0 ? `(${count}) ` : '';
    document.title = `${mark}${this.#session.current?.name ?? ''} · ${this.#server}`;
    const icon = new URL(`../icons/${mentions > 0 ? 'mention' : count > 0 ? 'unread' : 'calm'}.svg`, import.meta.url).href;
    if (this.#icon.href !== icon) this.#icon.href = icon;
    void this.#setBadge(count);
  }

  async #setBadge(count) {
    if (count === this.#badge) return;
    this.#badge = count;
    try {
      await navigator.setAppBadge?.(count); // 0 removes it
    } catch {
      // the browser forbids it here
    }
  }
}
