import { emojiOf, merged, parseData, search } from './emojiSearch.js';

/** The emojis with their names, which are loaded when they are needed first. */
export class EmojiData {
  static #FILE = new URL('../webjars/emojilib/dist/emoji-en-US.json', import.meta.url);

  #common;
  #list = null;
  #loading = null;

  /** @param {import('./emojiSearch.js').Emoji[]} common those in the language of the page */
  constructor(common) {
    this.#common = common;
  }

  /** The common ones, which need no data. */
  get common() {
    return this.#common;
  }

  /** Returns the best matches of a typed text, as far as the names are loaded. */
  search(typed, most) {
    return search(this.#list ?? this.#common, typed, most);
  }

  /** Returns the emoji of a whole name, as far as the names are loaded. @returns {string | undefined} */
  emojiOf(name) {
    return emojiOf(this.#list ?? this.#common, name);
  }

  get isLoaded() {
    return this.#list !== null;
  }

  /** Loads the data once. After a failure the next call tries again. @returns {Promise<boolean>} whether it is loaded */
  load() {
    this.#loading ??= this.#fetch();
    return this.#loading;
  }

  async #fetch() {
    try {
      const answer = await fetch(EmojiData.#FILE);
      if (!answer.ok) throw new Error(`${answer.status} for the emojis`);
      this.#list = merged(this.#common, parseData(await answer.json()));
      return true;
    } catch {
      this.#loading = null;
      return false;
    }
  }
}
