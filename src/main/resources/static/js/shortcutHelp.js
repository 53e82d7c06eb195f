/** The list of shortcuts. */
export class ShortcutHelp {
  #dialog = document.getElementById('shortcuts');

  constructor() {
    document.getElementById('shut-shortcuts').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog) this.#dialog.close();
    });
  }

  open() {
    if (!this.#dialog.open) this.#dialog.showModal();
  }
}
