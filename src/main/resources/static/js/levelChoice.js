import { NotificationLevels } from './notificationLevels.js';

/** The choice of the level of the open conversation: which of its messages alert the user. */
export class LevelChoice {
  #box = document.getElementById('level');
  #label = document.getElementById('level-label');
  #session;
  #i18n;

  /** @param {{session: object, i18n: import('./i18n.js').I18n}} parts */
  constructor({ session, i18n }) {
    this.#session = session;
    this.#i18n = i18n;
    for (const level of [...NotificationLevels.LEVELS, ...NotificationLevels.MUTES]) {
      this.#box.append(new Option(i18n.text(`level.${level}`), level));
    }
    this.#box.addEventListener('change', () => session.levels.set(session.current.key, this.#box.value));
    session.levels.addEventListener('changed', () => this.#write());
    session.addEventListener('shown', () => this.#write());
    this.#write();
  }

  /** A muted conversation shows the end of the mute. */
  #write() {
    const { current, levels } = this.#session;
    if (!current) return;
    this.#label.textContent = this.#i18n.text('level.title', current.kind === 'room' ? `#${current.name}` : current.name);
    const { level, until } = levels.of(current.key);
    this.#box.querySelector('[value=muted]')?.remove();
    if (until > 0) this.#box.prepend(new Option(this.#i18n.text('level.until', this.#i18n.when(until)), 'muted'));
    this.#box.value = until > 0 ? 'muted' : level;
  }
}
