/** What the tab says from afar: the unread number before the title, and the icon. */
export class Title {
  #icon = document.getElementById('icon');
  #server = document.title;
  #visit;

  constructor(visit) {
    this.#visit = visit;
    visit.addEventListener('shown', () => this.#write());
    visit.addEventListener('left', () => this.#write());
    visit.addEventListener('entered', ({ detail: { room } }) => room.unread.addEventListener('changed', () => this.#write()));
    visit.addEventListener('directs', ({ detail }) => detail?.direct?.unread.addEventListener('changed', () => this.#write()));
  }

  #write() {
    const all = [...this.#visit.rooms, ...this.#visit.directs].map((one) => one.unread);
    const count = all.reduce((sum, unread) => sum + unread.count, 0);
    const mentions = all.reduce((sum, unread) => sum + unread.mentions, 0);
    const mark = mentions > 0 ? '(!) ' : count > 0 ? `(${count}) ` : '';
    document.title = `${mark}${this.#visit.current?.name ?? ''} · ${this.#server}`;
    const icon = new URL(`../icons/${mentions > 0 ? 'mention' : count > 0 ? 'unread' : 'calm'}.svg`, import.meta.url).href;
    if (this.#icon.href !== icon) this.#icon.href = icon;
  }
}
