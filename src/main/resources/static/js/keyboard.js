/** The keys that work anywhere in the page. */
export class Keyboard {
  static #REGIONS = ['header', 'rooms', 'transcript', 'message', 'people'];

  #visit;
  #drawers;
  #reading;
  #composer;

  constructor({ visit, drawers, reading, composer }) {
    this.#visit = visit;
    this.#drawers = drawers;
    this.#reading = reading;
    this.#composer = composer;
    document.addEventListener('keydown', (event) => this.#pressed(event));
  }

  #pressed(event) {
    if (event.isComposing || document.getElementById('chat').hidden) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      this.#turn(event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'Escape') {
      if (!this.#drawers.shut()) void this.#reading.toNewest();
    } else if (event.key === 'F6') {
      event.preventDefault();
      this.#cycle(event.shiftKey ? -1 : 1);
    }
  }

  #turn(by) {
    const all = [...this.#visit.rooms, ...this.#visit.directs];
    const place = all.indexOf(this.#visit.current);
    this.#visit.show(all.at((place + by) % all.length));
    this.#composer.focus();
  }

  #cycle(by) {
    const regions = Keyboard.#REGIONS.map((id) => document.getElementById(id)).filter((region) => region.checkVisibility?.() ?? true);
    const place = regions.findIndex((region) => region.contains(document.activeElement));
    const next = regions.at((place + by) % regions.length);
    const target = next.matches('[tabindex], textarea') ? next : next.querySelector('button:not([hidden])');
    (target ?? next).focus();
  }
}
