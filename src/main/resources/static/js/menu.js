/** A menu as a dialog: its buttons name actions with `data-action`. The arrow keys move between them. */
export class Menu {
  #dialog;
  #chosen;

  /** @param {HTMLDialogElement} dialog @param {(action: string) => void} chosen called after the menu is closed */
  constructor(dialog, chosen) {
    this.#dialog = dialog;
    this.#chosen = chosen;
    dialog.addEventListener('click', ({ target }) => this.#clicked(target));
    dialog.addEventListener('keydown', (event) => this.#pressed(event));
  }

  /** @param {Set<string>} actions the names of the actions that are offered */
  open(actions) {
    for (const button of this.#dialog.querySelectorAll('[data-action]')) button.hidden = !actions.has(button.dataset.action);
    this.#dialog.showModal();
  }

  close() {
    this.#dialog.close();
  }

  #clicked(target) {
    const action = target.closest('[data-action]')?.dataset.action;
    if (target !== this.#dialog && !action) return;
    this.close();
    if (action) this.#chosen(action);
  }

  #pressed(event) {
    const buttons = [...this.#dialog.querySelectorAll('button:not([hidden])')];
    const place = buttons.indexOf(document.activeElement);
    const next = {
      ArrowDown: (place + 1) % buttons.length,
      ArrowUp: (place - 1 + buttons.length) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[next].focus();
  }
}
