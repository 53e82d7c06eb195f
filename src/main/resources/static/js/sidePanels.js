/** Rooms and users as panels on narrow screens. One at a time; Escape, the shade and a selection close it. */
export class SidePanels {
  #shade = document.getElementById('shade');
  #main = document.getElementById('main');
  #sidePanels = ['rooms', 'people'].map((id) => ({ panel: document.getElementById(id), button: document.getElementById(`open-${id}`) }));

  /** @param {import('./session.js').Session} session */
  constructor(session) {
    for (const drawer of this.#sidePanels) {
      drawer.button.addEventListener('click', () => (this.#isOpen(drawer) ? this.close() : this.#open(drawer)));
    }
    this.#shade.addEventListener('click', () => this.close());
    for (const type of ['shown', 'chosen']) session.addEventListener(type, () => this.close());
    matchMedia('(width >= 60rem) and (height >= 30rem)').addEventListener('change', () => this.close());
  }

  /** @returns whether one was open */
  close() {
    const open = this.#sidePanels.find((drawer) => this.#isOpen(drawer));
    if (!open) return false;
    const within = open.panel.contains(document.activeElement);
    this.#set(open, false);
    if (within) open.button.focus();
    return true;
  }

  #open(drawer) {
    this.close();
    this.#set(drawer, true);
    drawer.panel.focus();
  }

  #isOpen({ button }) {
    return button.getAttribute('aria-expanded') === 'true';
  }

  #set({ panel, button }, open) {
    button.setAttribute('aria-expanded', String(open));
    panel.classList.toggle('open', open);
    this.#shade.hidden = !open;
    this.#main.inert = open;
  }
}
