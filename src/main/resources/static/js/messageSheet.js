/**
 * The actions of a message on a touch screen: a sheet at the bottom, with the users of each reaction. A long press opens it.
 */
export class MessageSheet {
  static #QUICK = 6;

  #dialog = document.getElementById('message-sheet');
  #title = document.getElementById('sheet-title');
  #quick = document.getElementById('quick-reactions');
  #users = document.getElementById('sheet-reactions');
  #actions;
  #i18n;
  #extras;
  #row = null;
  /** Whether the finger that opened the sheet may still be lifted over it. */
  #opening = false;

  /**
   * @param {{actions: import('./messageActions.js').MessageActions, i18n: object, extras: import('./messageExtras.js').MessageExtras,
   *   common: {emoji: string, name: string}[]}} parts
   */
  constructor({ actions, i18n, extras, common }) {
    this.#actions = actions;
    this.#i18n = i18n;
    this.#extras = extras;
    this.#quick.append(...common.slice(0, MessageSheet.#QUICK).map((emoji) => this.#quickButton(emoji)));
    this.#dialog.addEventListener('pointerdown', () => {
      this.#opening = false;
    });
    this.#dialog.addEventListener('click', ({ target, detail }) => {
      if (!this.#opening || detail === 0) this.#clicked(target);
    });
  }

  /** Opens the sheet for a message. */
  open(row) {
    const entry = this.#actions.entryOf(row);
    if (!entry || row.matches('.editing, .asking')) return;
    this.#row = row;
    const names = this.#actions.of(entry);
    this.#title.textContent = this.#i18n.text('message.at', entry.from, this.#i18n.time(entry.at));
    for (const button of this.#dialog.querySelectorAll('[data-action]')) button.hidden = !names.has(button.dataset.action);
    this.#users.replaceChildren(...(entry.reactions ?? []).map((reaction) => this.#usersOf(reaction)));
    this.#opening = true;
    this.#dialog.showModal();
  }

  #usersOf({ emoji, ...reaction }) {
    const line = document.createElement('li');
    line.textContent = `${emoji} ${this.#extras.names(reaction)}`;
    return line;
  }

  #quickButton({ emoji, name }) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'icon-button';
    button.textContent = emoji;
    button.title = name;
    button.setAttribute('aria-label', name);
    button.dataset.emoji = emoji;
    return button;
  }

  #clicked(target) {
    const { action, emoji } = target.closest('button')?.dataset ?? {};
    if (target !== this.#dialog && !action && !emoji) return;
    const row = this.#row;
    this.#dialog.close();
    if (emoji) {
      const entry = this.#actions.entryOf(row);
      if (entry) this.#actions.toggle(entry, emoji);
    } else if (action) {
      this.#actions.perform(action, row);
    }
  }
}
