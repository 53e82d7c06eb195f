import { faultOf } from './names.js';

/** The dialog of settings: nickname, absence, switches, theme, language, and links to other servers. */
export class PreferencesDialog {
  #dialog = document.getElementById('preferences');
  #title = document.getElementById('preferences-title');
  #form = document.getElementById('nickname-form');
  #nickname = document.getElementById('nickname');
  #help = document.getElementById('nickname-help');
  #absenceForm = document.getElementById('absence-form');
  #absence = document.getElementById('absence');
  #endAbsence = document.getElementById('end-absence');
  #absenceHelp = document.getElementById('absence-help');
  #presence = document.getElementById('switch-presence');
  #theme = document.getElementById('choose-theme');
  #language = document.getElementById('choose-language');
  #session;
  #i18n;
  #preferences;
  #limit;
  #reload;

  /**
   * @param {{session: object, i18n: import('./i18n.js').I18n, preferences: import('./preferences.js').Preferences, limit: number,
   *   reload: () => void, shortcuts: () => void}} parts limit: the longest nickname; reload: shows the page in another language;
   *   shortcuts: opens the list of shortcuts
   */
  constructor({ session, i18n, preferences, limit, reload, shortcuts }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#preferences = preferences;
    this.#limit = limit;
    this.#reload = reload;
    document.getElementById('shut-preferences').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog) this.#dialog.close();
    });
    document.getElementById('open-shortcuts').addEventListener('click', () => {
      this.#dialog.close();
      shortcuts();
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#rename();
    });
    this.#absenceForm.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#setAbsence(this.#absence.value.trim());
    });
    this.#endAbsence.addEventListener('click', () => this.#setAbsence(''));
    this.#presence.addEventListener('click', () => {
      preferences.showsPresence = !preferences.showsPresence;
      this.#write();
    });
    this.#theme.addEventListener('change', () => (preferences.theme = this.#theme.value));
    this.#language.addEventListener('change', () => this.#speak());
    for (const type of ['named', 'rights']) session.addEventListener(type, () => this.#write());
  }

  open() {
    if (this.#dialog.open) return;
    this.#help.textContent = '';
    this.#absenceHelp.textContent = '';
    this.#write();
    this.#dialog.showModal();
    this.#title.focus();
  }

  #write() {
    if (!this.#form.contains(document.activeElement)) this.#nickname.value = this.#session.name;
    if (!this.#absenceForm.contains(document.activeElement)) this.#absence.value = this.#session.away;
    this.#endAbsence.hidden = this.#session.away === '';
    this.#presence.setAttribute('aria-pressed', String(this.#preferences.showsPresence));
    this.#theme.value = this.#preferences.theme;
    this.#language.value = this.#preferences.language;
  }

  /** The answer of the server is shown in the transcript, as that of the command. */
  #rename() {
    const name = this.#nickname.value.trim();
    const fault = faultOf(name, this.#limit);
    this.#help.textContent = fault ? this.#i18n.text(fault.key, ...fault.values) : '';
    if (fault) return this.#nickname.focus();
    if (name === this.#session.name || this.#session.submit(`/nick ${name}`)) return this.#dialog.close();
    this.#help.textContent = this.#i18n.text('composer.offline');
    return undefined;
  }

  /** Ends the absence if the text is empty. */
  #setAbsence(text) {
    if (text === this.#session.away || this.#session.submit(`/away ${text}`.trim())) return this.#dialog.close();
    this.#absenceHelp.textContent = this.#i18n.text('composer.offline');
    return undefined;
  }

  #speak() {
    this.#preferences.language = this.#language.value;
    this.#reload();
  }
}
