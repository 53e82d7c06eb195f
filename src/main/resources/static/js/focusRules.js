/**
 * Puts the focus into the text box after an act of the user that opens a conversation, or whose button disappears, so that it
 * is never lost to the body. On a touch screen, where the box would open the keyboard, the conversation has the focus.
 */
export class FocusRules {
  static #DISAPPEARING = '.discard, .retry, #banner-action';

  #composer;
  #main = document.getElementById('main');
  #touch = matchMedia('(hover: none) and (pointer: coarse)');

  /** @param {{session: EventTarget, composer: {focus: () => void}}} parts */
  constructor({ session, composer }) {
    this.#composer = composer;
    session.addEventListener('chosen', () => this.#apply());
    document.addEventListener('click', ({ target }) => {
      if (target.closest(FocusRules.#DISAPPEARING) && document.querySelector('dialog[open]') === null) this.#apply();
    });
  }

  #apply() {
    if (this.#touch.matches) this.#main.focus();
    else this.#composer.focus();
  }
}
