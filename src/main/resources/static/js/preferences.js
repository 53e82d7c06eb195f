/** The preferences of the user for this browser: the theme, and whether joins and leaves are shown. */
export class Preferences {
  static #THEMES = ['system', 'light', 'dark'];

  #dark = [document.getElementById('dark'), document.getElementById('dark-color')];
  #theme = document.getElementById('switch-theme');
  #presence = document.getElementById('switch-presence');
  #transcript = document.getElementById('transcript');
  #store;
  #i18n;

  /** @param {{get: (key: string) => string | null, set: (key: string, value: string) => void}} store the browser's */
  constructor(store, i18n) {
    this.#store = store;
    this.#i18n = i18n;
    this.#theme.addEventListener('click', () => this.#nextTheme());
    this.#presence.addEventListener('click', () => this.#togglePresence());
    this.#apply();
  }

  get #chosen() {
    const theme = this.#store.get('theme');
    return Preferences.#THEMES.includes(theme) ? theme : 'system';
  }

  #nextTheme() {
    const next = (Preferences.#THEMES.indexOf(this.#chosen) + 1) % Preferences.#THEMES.length;
    this.#store.set('theme', Preferences.#THEMES[next]);
    this.#apply();
  }

  #togglePresence() {
    this.#store.set('presence', this.#store.get('presence') === 'hidden' ? 'shown' : 'hidden');
    this.#apply();
  }

  #apply() {
    const theme = this.#chosen;
    document.documentElement.dataset.theme = theme;
    const media = { system: 'screen and (prefers-color-scheme: dark)', light: 'not all', dark: 'screen' }[theme];
    for (const element of this.#dark) element.media = media;
    this.#theme.textContent = this.#i18n.text(`page.theme.${theme}`);
    const hidden = this.#store.get('presence') === 'hidden';
    this.#presence.setAttribute('aria-pressed', String(!hidden));
    this.#transcript.classList.toggle('no-presence', hidden);
  }
}
