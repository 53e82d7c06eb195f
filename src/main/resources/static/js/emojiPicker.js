/** A dialog to choose an emoji: the common ones, or by name. */
export class EmojiPicker {
  static #MOST = 48;

  #dialog = document.getElementById('emoji-picker');
  #box = document.getElementById('emoji-box');
  #list = document.getElementById('emoji-list');
  #help = document.getElementById('emoji-help');
  #i18n;
  #data;
  #offers = [];
  #chosen = 0;
  /** Whether the arrow keys at the sides select, and do not move the caret. */
  #steered = false;
  #resolve = () => {};

  /** @param {{i18n: object, data: import('./emojiData.js').EmojiData}} parts */
  constructor({ i18n, data }) {
    this.#i18n = i18n;
    this.#data = data;
    this.#box.addEventListener('input', () => void this.#update());
    this.#box.addEventListener('keydown', (event) => this.#pressed(event));
    this.#list.addEventListener('click', ({ target }) => {
      const option = target.closest('[role=option]');
      if (option) this.#finish(this.#offers[Number(option.dataset.place)].emoji);
    });
    this.#list.addEventListener('pointerover', ({ target }) => {
      const option = target.closest('[role=option]');
      if (option) this.#select(Number(option.dataset.place));
    });
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog) this.#dialog.close();
    });
    this.#dialog.addEventListener('close', () => this.#resolve(null));
  }

  /** @returns {Promise<string | null>} the chosen emoji; null if the user closed the dialog */
  choose() {
    this.#box.value = '';
    void this.#update();
    this.#dialog.showModal();
    this.#box.focus();
    return new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  #finish(emoji) {
    this.#resolve(emoji);
    this.#dialog.close();
  }

  async #update() {
    const typed = this.#box.value;
    this.#steered = typed === '';
    this.#show(typed === '' ? this.#data.common : this.#data.search(typed, EmojiPicker.#MOST));
    if (typed === '' || this.#data.isLoaded) return;
    const loaded = await this.#data.load();
    if (this.#box.value !== typed) return;
    this.#show(this.#data.search(typed, EmojiPicker.#MOST));
    if (!loaded) this.#help.textContent = this.#i18n.text('emoji.failed');
  }

  #pressed(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const side = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const line = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') {
      if (this.#offers.length > 0) this.#finish(this.#offers[this.#chosen].emoji);
    } else if (line) {
      this.#steered = true;
      this.#step(line * this.#columns);
    } else if (side && this.#steered && !event.shiftKey) {
      this.#step(side * (getComputedStyle(this.#list).direction === 'rtl' ? -1 : 1));
    } else {
      return;
    }
    event.preventDefault();
  }

  get #columns() {
    const options = [...this.#list.children];
    return options.filter((option) => option.offsetTop === options[0].offsetTop).length;
  }

  #step(by) {
    const next = this.#chosen + by;
    if (next >= 0 && next < this.#offers.length) this.#select(next);
  }

  #show(offers) {
    this.#offers = offers;
    this.#list.replaceChildren(...offers.map((offer, place) => this.#option(offer, place)));
    this.#box.setAttribute('aria-expanded', String(offers.length > 0));
    this.#list.hidden = offers.length === 0;
    this.#select(0);
  }

  #select(place) {
    this.#list.children[this.#chosen]?.setAttribute('aria-selected', 'false');
    this.#chosen = place;
    const option = this.#list.children[place];
    this.#help.textContent = option ? this.#offers[place].name : this.#i18n.text('emoji.none');
    if (!option) return this.#box.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    return this.#box.setAttribute('aria-activedescendant', option.id);
  }

  #option({ emoji, name }, place) {
    const option = document.createElement('li');
    option.id = `emoji-${place}`;
    option.dataset.place = String(place);
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    option.setAttribute('aria-label', name);
    option.textContent = emoji;
    return option;
  }
}
