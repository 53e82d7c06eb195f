import { rowAt } from './messageRows.js';

/** Scrolls to a message, which is loaded if necessary, and highlights it. */
export class MessageJump {
  #session;
  #i18n;
  #scroll;
  #status;
  #box = document.getElementById('transcript');
  #highlighted = null;

  /** @param {{session: object, i18n: object, scroll: import('./scroll.js').Scroll, status: import('./actionStatus.js').ActionStatus}} parts */
  constructor({ session, i18n, scroll, status }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#scroll = scroll;
    this.#status = status;
  }

  /** Opens the room of a link at its message, when the room has its messages. */
  open({ room, position }) {
    this.#session.enter(room);
    const conversation = this.#session.room(room);
    if (conversation.position) return void this.to(position);
    return conversation.addEventListener('caught-up', () => void this.to(position), { once: true });
  }

  /** @param {import('./position.js').Position} position a message of the open room */
  async to(position) {
    const conversation = this.#session.current;
    if (conversation.kind !== 'room') return;
    let key = 'message.missing';
    try {
      const entry = await conversation.around(position);
      if (conversation !== this.#session.current) return;
      if (entry) return void this.#highlight(rowAt(entry.place));
    } catch {
      key = 'message.unreachable';
    }
    this.#status.show(this.#i18n.text(key));
  }

  #highlight(row) {
    this.#highlighted?.classList.remove('highlighted');
    this.#highlighted = row;
    row.classList.add('highlighted');
    this.#scroll.bring(row, Math.max(0, (this.#box.clientHeight - row.offsetHeight) / 3));
    row.focus({ preventScroll: true });
  }
}
