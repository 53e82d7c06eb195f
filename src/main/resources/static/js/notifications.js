import { previewOf } from './filePreview.js';

/**
 * Notifies the user on the desktop of messages that alert, if the user has enabled it. Browsers allow it
 * over HTTPS and on localhost only, and some, such as Chrome on Android, not from a page at all: then there is no switch.
 */
export class Notifications {
  #switch = document.getElementById('switch-notifications');
  #store;
  #session;
  #i18n;

  /** @param {{session: object, i18n: object, alerts: import('./alerts.js').Alerts, store: {get: Function, set: Function}}} parts store: the browser's */
  constructor({ session, i18n, alerts, store }) {
    this.#store = store;
    this.#session = session;
    this.#i18n = i18n;
    if (!window.isSecureContext || !('Notification' in window) || !this.#canNotify()) return;
    this.#switch.hidden = false;
    this.#switch.addEventListener('click', () => void this.#toggle());
    alerts.addEventListener('alert', ({ detail: { conversation, entry } }) => {
      if (this.#on) this.#notify(conversation, entry);
    });
    this.#write();
  }

  get #on() {
    return this.#store.get('notifications') === 'on' && Notification.permission === 'granted';
  }

  async #toggle() {
    const wanted = !this.#on;
    if (wanted && Notification.permission === 'default') await Notification.requestPermission();
    if (wanted && Notification.permission === 'granted' && !this.#create(this.#i18n.text('notification.example'), { tag: 'parley' })) return;
    this.#store.set('notifications', wanted ? 'on' : 'off');
    this.#write();
  }

  /** Tries without permission, when nothing is shown. With permission the first notification is the test. */
  #canNotify() {
    if (Notification.permission === 'granted') return true;
    try {
      new Notification('').close();
      return true;
    } catch {
      return false;
    }
  }

  /** @returns {Notification | null} null if the browser does not allow it, which removes the switch */
  #create(title, options) {
    try {
      return new Notification(title, { icon: new URL('../icons/calm.png', import.meta.url).href, silent: true, ...options });
    } catch {
      this.#store.set('notifications', 'off');
      this.#switch.hidden = true;
      return null;
    }
  }

  #write() {
    const denied = Notification.permission === 'denied';
    this.#switch.setAttribute('aria-pressed', String(this.#on));
    this.#switch.textContent = this.#i18n.text(denied ? 'page.notifications.denied' : 'page.notifications');
  }

  #notify(conversation, { from, text }) {
    const title = conversation.kind === 'direct' ? from : this.#i18n.text('notification.title', from, conversation.name);
    const notification = this.#create(title, { body: previewOf(text, this.#i18n), tag: `parley-${conversation.kind}-${conversation.name}` });
    notification?.addEventListener('click', () => {
      window.focus();
      this.#session.show(conversation);
      notification.close();
    });
  }
}
