import { Menu } from './menu.js';
import { close, lock, slow, topic } from './operatorCommands.js';

/** The menu of the open room for operators: topic, lock, slow mode and the end of the room. */
export class RoomMenu {
  static #LOBBY = 'lobby';
  static #INTERVALS = [0, 5, 10, 30, 60, 300, 900, 3_600];

  #title = document.getElementById('room-menu-title');
  #lock = document.querySelector('#room-menu [data-action=lock]');
  #menu = new Menu(document.getElementById('room-menu'), (action) => this.#perform(action));
  #session;
  #i18n;
  #prompt;
  #limit;
  #room = null;

  /**
   * @param {{session: object, i18n: import('./i18n.js').I18n, prompt: import('./actionPrompt.js').ActionPrompt,
   *   limit: number}} parts limit: the most characters of a topic
   */
  constructor({ session, i18n, prompt, limit }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#prompt = prompt;
    this.#limit = limit;
  }

  /** Opens the menu of the open room. */
  open() {
    if (this.#session.current.kind !== 'room') return;
    this.#room = this.#session.current;
    const { name, settings } = this.#room;
    this.#title.textContent = this.#i18n.text('room.manage.of', name);
    this.#lock.textContent = this.#i18n.text(settings.locked ? 'room.unlock' : 'room.lock');
    this.#menu.open(new Set(['topic', 'lock', 'slow', ...(name === RoomMenu.#LOBBY ? [] : ['close'])]));
  }

  #perform(action) {
    const { name, settings } = this.#room;
    switch (action) {
      case 'topic':
        return this.#askTopic(name);
      case 'slow':
        return this.#askInterval(name, settings.slow);
      case 'close':
        return this.#askClose(name);
      default:
        return void this.#session.submit(lock(name, !settings.locked));
    }
  }

  #askTopic(name) {
    const i18n = this.#i18n;
    this.#prompt.ask(
      {
        title: i18n.text('room.topic.title', name),
        explanation: i18n.text('room.topic.text'),
        confirm: i18n.text('room.save'),
        harmless: true,
        text: { label: i18n.text('room.topic'), value: this.#room.topic, limit: this.#limit },
      },
      ({ text }) => this.#session.submit(topic(name, text)),
    );
  }

  #askInterval(name, interval) {
    const i18n = this.#i18n;
    const seconds = [...new Set([...RoomMenu.#INTERVALS, interval])].sort((one, other) => one - other);
    this.#prompt.ask(
      {
        title: i18n.text('room.slow.title', name),
        explanation: i18n.text('room.slow.text'),
        confirm: i18n.text('room.save'),
        harmless: true,
        choice: {
          label: i18n.text('room.slow.interval'),
          options: seconds.map((value) => ({ value, text: value === 0 ? i18n.text('room.slow.off') : i18n.duration(value) })),
          chosen: interval,
        },
      },
      ({ choice }) => this.#session.submit(slow(name, choice)),
    );
  }

  #askClose(name) {
    const i18n = this.#i18n;
    this.#prompt.ask(
      { title: i18n.text('room.close.title', name), explanation: i18n.text('room.close.text', name), confirm: i18n.text('room.close') },
      () => this.#session.submit(close(name)),
    );
  }
}
