/** Opens the sheet of a message on a touch screen: after a long press, which a finger that scrolls is not. */
export class LongPress {
  static #TIME = 500;
  /** The distance of a finger that scrolls, in pixels. */
  static #MOVED = 10;

  #actions;
  #sheet;
  #later;
  #stop = () => {};
  #from = null;
  #pressing = false;

  /**
   * @param {{actions: import('./messageActions.js').MessageActions, sheet: import('./onDemand.js').OnDemand, later: Function}} parts
   */
  constructor({ actions, sheet, later }) {
    this.#actions = actions;
    this.#sheet = sheet;
    this.#later = later;
    const box = document.getElementById('transcript');
    box.addEventListener('pointerdown', (event) => this.#down(event));
    box.addEventListener('pointermove', (event) => this.#moved(event));
    for (const type of ['pointerup', 'pointercancel']) box.addEventListener(type, () => this.#up());
    box.addEventListener('scroll', () => this.#stop(), { passive: true });
    // the browser would select a word, or show its own menu
    box.addEventListener('contextmenu', (event) => {
      if (this.#pressing) event.preventDefault();
    });
  }

  #down({ pointerType, target, isPrimary, clientX, clientY }) {
    this.#up();
    const row = target.closest('.message');
    if (pointerType !== 'touch' || !isPrimary || target.closest('a, button, textarea') || !this.#actions.entryOf(row)) return;
    void this.#sheet.load();
    this.#pressing = true;
    this.#from = { x: clientX, y: clientY };
    this.#stop = this.#later(LongPress.#TIME, () => this.#sheet.use((sheet) => sheet.open(row)));
  }

  #moved({ clientX, clientY }) {
    if (this.#pressing && Math.hypot(clientX - this.#from.x, clientY - this.#from.y) > LongPress.#MOVED) this.#up();
  }

  #up() {
    this.#stop();
    this.#pressing = false;
  }
}
