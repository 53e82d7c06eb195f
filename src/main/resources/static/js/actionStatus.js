/** The line above the message box that reports what an action for a message did. */
export class ActionStatus {
  static #SHOWN = 6_000;

  #line = document.getElementById('action-status');
  #later;
  #stop = () => {};

  /** @param {(ms: number, then: () => void) => (() => void)} later a timer; calling its result cancels it */
  constructor(later) {
    this.#later = later;
  }

  show(sentence) {
    this.#write(sentence);
    this.#stop = this.#later(ActionStatus.#SHOWN, () => this.clear());
  }

  /** Shows a sentence and a text that the user can copy. */
  offer(sentence, text) {
    const box = document.createElement('input');
    box.type = 'text';
    box.readOnly = true;
    box.value = text;
    box.setAttribute('aria-label', sentence);
    this.#write(sentence);
    this.#line.append(' ', box);
    box.focus();
    box.select();
    box.addEventListener('blur', () => this.clear());
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      box.blur();
    });
  }

  /** Shows a sentence with a button. */
  ask(sentence, label, onPressed) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link-button';
    button.textContent = label;
    button.addEventListener('click', onPressed);
    this.#write(sentence);
    this.#line.append(' ', button);
  }

  clear() {
    this.#stop();
    this.#line.replaceChildren();
  }

  #write(sentence) {
    this.#stop();
    this.#line.textContent = sentence;
  }
}
