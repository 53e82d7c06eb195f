/**
 * The preferences of the user for this browser, and their effect: the theme, whether joins and leaves are shown, and the
 * language, which the server reads from a cookie.
 */
export class Preferences {
  static #THEMES = ['system', 'light', 'dark'];
  static #YEAR = 31_536_000;

  #dark = [document.getElementById('dark'), document.getElementById('dark-color')];
  #transcript = document.getElementById('transcript');
  #store;
  #path;

  /**
   * @param {{get: (key: string) => string | null, set: (key: string, value: string) => void}} store the browser's
   * @param {string} path the path of the page
   */
  constructor(store, path) {
    this.#store = store;
    this.#path = path;
    this.#apply();
  }

  /** @returns {'system' | 'light' | 'dark'} */
  get theme() {
    const theme = this.#store.get('theme');
    return Preferences.#THEMES.includes(theme) ? theme : 'system';
  }

  set theme(theme) {
    this.#store.set('theme', theme);
    this.#apply();
  }

  get showsPresence() {
    return this.#store.get('presence') !== 'hidden';
  }

  set showsPresence(shown) {
    this.#store.set('presence', shown ? 'shown' : 'hidden');
    this.#apply();
  }

  /** The chosen language; empty for that of the browser. */
  get language() {
    return /(?:^|; )language=([a-z]+)/.exec(document.cookie)?.[1] ?? '';
  }

  set language(language) {
    const age = language === '' ? 0 : Preferences.#YEAR;
    document.cookie = `language=${language}; path=${this.#path}; max-age=${age}; samesite=strict`;
  }

  #apply() {
    const { theme } = this;
    document.documentElement.dataset.theme = theme;
    const media = { system: 'screen and (prefers-color-scheme: dark)', light: 'not all', dark: 'screen' }[theme];
    for (const element of this.#dark) element.media = media;
    this.#transcript.classList.toggle('no-presence', !this.showsPresence);
  }
}
