/** The list of shortcuts. */
export class ShortcutHelp {
  #dialog = document.getElementById('shortcuts');
  #title = document.getElementById('shortcuts-title');

  constructor() {
    document.getElementById('shut-shortcuts').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog) this.#dialog.close();
    });
  }

  /** Opens the list at its beginning; the only button is at its end. */
  open() {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#title.focus();
  }
}
