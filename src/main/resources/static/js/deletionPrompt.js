/** Asks within a message whether it is to be deleted. */
export class DeletionPrompt {
  #i18n;
  #close = () => {};

  /** @param {import('./i18n.js').I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
  }

  /** @param {HTMLLIElement} row @param {string} sentence the question @param {() => void} onConfirmed */
  ask(row, sentence, onConfirmed) {
    this.#close();
    const prompt = document.getElementById('deletion-prompt').content.firstElementChild.cloneNode(true);
    const [yes, no] = prompt.querySelectorAll('button');
    const question = prompt.querySelector('p');
    question.textContent = sentence;
    yes.textContent = this.#i18n.text('message.delete');
    no.textContent = this.#i18n.text('delete.keep');
    prompt.setAttribute('aria-label', question.textContent);
    this.#close = () => {
      this.#close = () => {};
      prompt.remove();
      row.classList.remove('asking');
      if (row.isConnected) row.focus({ preventScroll: true });
    };
    yes.addEventListener('click', () => {
      this.#close();
      onConfirmed();
    });
    no.addEventListener('click', () => this.#close());
    prompt.addEventListener('keydown', (event) => this.#pressed(event));
    row.classList.add('asking');
    row.append(prompt);
    prompt.scrollIntoView({ block: 'nearest' });
    yes.focus({ preventScroll: true });
  }

  #pressed(event) {
    // the key that opened the prompt may still be down
    if (event.key === 'Enter' && event.repeat) event.preventDefault();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#close();
  }
}
