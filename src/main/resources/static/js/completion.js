import { ALL } from './mentions.js';
import { fold } from './names.js';

/**
 * Completes `@na`, `/co` and `:na` in the text box, and replaces `:name:` by its emoji. While the list is open, the arrow keys select, Tab accepts, Enter accepts
 * a selection, and Escape closes. The box keeps the focus and stays a text box; the list, which scrolls, can have the focus too.
 */
export class Completion {
  static #MOST = 8;

  #box;
  #list = document.getElementById('completion');
  #session;
  #commands;
  #emojis;
  #options = [];
  #chosen = 0;
  #steered = false;
  #from = 0;

  /**
   * @param {{box: HTMLTextAreaElement, session: object, emojis: import('./onDemand.js').OnDemand,
   *   commands: {name: string, usage: string, help: string}[]}} parts
   */
  constructor({ box, session, emojis, commands }) {
    this.#box = box;
    this.#session = session;
    this.#commands = commands;
    this.#emojis = emojis;
    // a press would move the focus from the box before the click
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault());
    this.#list.addEventListener('click', ({ target }) => {
      const option = target.closest('[role=option]');
      if (option) this.#take(Number(option.dataset.place));
    });
    this.#list.addEventListener('keydown', (event) => this.#pressedInList(event));
    for (const part of [box, this.#list]) {
      part.addEventListener('blur', ({ relatedTarget }) => {
        if (relatedTarget !== box && relatedTarget !== this.#list) this.close();
      });
    }
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  /** Offers the candidates before the caret after a change of the text. */
  update() {
    const { value, selectionStart, selectionEnd } = this.#box;
    const before = value.slice(0, selectionStart);
    const written = selectionStart === selectionEnd ? wordAtEnd(before) : null;
    if (written?.startsWith(':') && !this.#emojis.part?.isLoaded) void this.#loadEmojis();
    if (written && this.#replaceName(written)) return;
    this.#options = written ? this.#offers(written) : [];
    this.#from = before.length - (written?.length ?? 0);
    this.#chosen = 0;
    this.#steered = false;
    this.#write();
  }

  /** The list is updated when the common emojis are loaded, and when all are, unless the text has changed. */
  async #loadEmojis() {
    const { value } = this.#box;
    const { part } = this.#emojis;
    const loaded = await (part ? part.load() : this.#emojis.load());
    if (loaded && this.#box.value === value && document.activeElement === this.#box) this.update();
  }

  /** Replaces `:name:` by its emoji. @returns whether there is one */
  #replaceName(written) {
    const name = /^:(.+):$/u.exec(written)?.[1];
    const emoji = name && this.#emojis.part?.emojiOf(name);
    if (!emoji) return false;
    const end = this.#box.selectionStart;
    this.close();
    this.#insert(emoji, end - written.length);
    return true;
  }

  /** @returns whether the list handled the key */
  pressed(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#chosen = (this.#chosen + step + this.#options.length) % this.#options.length;
      this.#steered = true;
      this.#write();
    } else if (event.key === 'Escape') {
      this.close();
      event.stopPropagation();
    } else if (!event.shiftKey && (event.key === 'Tab' || (event.key === 'Enter' && this.#steered))) {
      this.#take(this.#chosen);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  #pressedInList(event) {
    if (event.key === 'Enter') this.#steered = true;
    if (this.pressed(event) || event.key === 'Tab' || event.key === 'Shift') return;
    // the box handles the key, and a letter is typed into it
    this.#box.focus();
  }

  close() {
    if (document.activeElement === this.#list) this.#box.focus();
    this.#options = [];
    this.#write();
  }

  #offers(written) {
    const wanted = fold(written.slice(1));
    if (written.startsWith('@')) {
      const { presence, name } = this.#session.current;
      const names = presence ? presence.people.map((person) => person.name) : [name];
      if (presence && this.#session.operator) names.push(ALL);
      return names
        .filter((one) => fold(one).startsWith(wanted) && fold(one) !== wanted && one !== this.#session.name)
        .sort((one, other) => one.localeCompare(other))
        .slice(0, Completion.#MOST)
        .map((one) => ({ text: `@${one} `, label: `@${one}`, help: '' }));
    }
    if (written.startsWith(':')) {
      return (this.#emojis.part?.search(written.slice(1).replace(/:$/, ''), Completion.#MOST) ?? [])
        .map(({ emoji, name }) => ({ text: `${emoji} `, label: `${emoji} :${name.replaceAll(' ', '_')}:`, help: '' }));
    }
    return this.#commands
      .filter((command) => command.name.startsWith(wanted) && command.name !== wanted)
      .map(({ name, usage, help }) => ({ text: `${written[0]}${name} `, label: usage, help }));
  }

  #take(place) {
    const { text } = this.#options[place];
    this.close();
    this.#insert(text, this.#from);
  }

  #insert(text, from) {
    this.#box.setRangeText(text, from, this.#box.selectionStart, 'end');
    this.#box.dispatchEvent(new Event('input', { bubbles: true }));
  }

  #write() {
    const open = this.#options.length > 0;
    this.#list.hidden = !open;
    this.#list.replaceChildren(...this.#options.map((option, place) => this.#row(option, place)));
    if (open) this.#list.children[this.#chosen].scrollIntoView({ block: 'nearest' });
    for (const part of [this.#box, this.#list]) {
      if (open) part.setAttribute('aria-activedescendant', `completion-${this.#chosen}`);
      else part.removeAttribute('aria-activedescendant');
    }
  }

  #row({ label, help }, place) {
    const row = document.createElement('li');
    row.id = `completion-${place}`;
    row.dataset.place = String(place);
    row.setAttribute('role', 'option');
    row.setAttribute('aria-selected', String(place === this.#chosen));
    const name = document.createElement('bdi');
    name.textContent = label;
    const more = document.createElement('span');
    more.textContent = help;
    row.append(name, ' ', more);
    return row;
  }
}

/** Returns the beginning of a command, name or emoji at the end of a text; null if there is none. Code has no emojis. */
function wordAtEnd(text) {
  const found = /(?:^[/\\]|(?<=^|\s)@)[^\s@/\\]*$/u.exec(text)?.[0];
  if (found !== undefined) return found;
  const isCode = (text.match(/`/g)?.length ?? 0) % 2 === 1;
  return isCode ? null : (/(?<=^|\s|\p{Extended_Pictographic}|\ufe0f):(?:[\p{L}\p{N}_][\p{L}\p{N}_-]+|[+-]1):?$/u.exec(text)?.[0] ?? null);
}
