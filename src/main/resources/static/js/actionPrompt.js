/**
 * Asks before an act of an operator: names the effect, and asks for what the act needs, such as a duration and a reason. One
 * dialog for all acts.
 */
export class ActionPrompt {
  #dialog = document.getElementById('action-prompt');
  #form = this.#dialog.querySelector('form');
  #title = document.getElementById('action-title');
  #explanation = document.getElementById('action-explanation');
  #choice = document.getElementById('action-choice');
  #text = document.getElementById('action-text');
  #confirm = document.getElementById('action-confirm');
  #isTouch = matchMedia('(hover: none) and (pointer: coarse)');
  #onConfirmed = () => {};

  constructor() {
    document.getElementById('action-cancel').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog) this.#dialog.close();
    });
    // the key that opened the prompt may still be down
    this.#dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.repeat) event.preventDefault();
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#dialog.close();
      this.#onConfirmed({ choice: this.#choice.value === '' ? null : Number(this.#choice.value), text: this.#text.value });
    });
  }

  /**
   * @param {{title: string, explanation: string, confirm: string, harmless?: boolean,
   *   choice?: {label: string, options: {value: number | null, text: string}[], chosen: number | null},
   *   text?: {label: string, value: string, limit: number}}} question choice and text: the fields, if the act needs them
   * @param {(answer: {choice: number | null, text: string}) => void} onConfirmed
   */
  ask({ title, explanation, confirm, harmless = false, choice, text }, onConfirmed) {
    this.#title.textContent = title;
    this.#explanation.textContent = explanation;
    this.#explanation.hidden = explanation === '';
    this.#confirm.textContent = confirm;
    this.#confirm.classList.toggle('danger', !harmless);
    this.#confirm.classList.toggle('primary', harmless);
    this.#field(this.#choice, choice);
    this.#choice.replaceChildren(...(choice?.options ?? []).map((option) => this.#option(option, choice.chosen)));
    this.#field(this.#text, text);
    this.#text.value = text?.value ?? '';
    this.#text.maxLength = text?.limit ?? 0;
    this.#onConfirmed = onConfirmed;
    this.#dialog.showModal();
    // the keyboard of a touch screen would cover the explanation and the duration
    if (this.#isTouch.matches && !harmless) this.#title.focus();
    else (text ? this.#text : choice ? this.#choice : this.#confirm).focus();
  }

  #field(field, wanted) {
    const label = this.#form.querySelector(`label[for=${field.id}]`);
    field.hidden = label.hidden = wanted === undefined;
    label.textContent = wanted?.label ?? '';
  }

  #option({ value, text }, chosen) {
    return new Option(text, value === null ? '' : String(value), false, value === chosen);
  }
}
