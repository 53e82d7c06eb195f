/**
 * Finds rooms by a part of their name while the user types: asks the server when no further key follows. Fires `found` when
 * the answer to the latest text has arrived.
 */
export class RoomFinder extends EventTarget {
  /** The pause after the last key before the server is asked, in milliseconds. */
  static PAUSE = 250;

  #session;
  #later;
  #text = '';
  #page = null;
  #cancel = () => {};

  /** @param {{session: import('./session.js').Session, later: Function}} context */
  constructor({ session, later }) {
    super();
    this.#session = session;
    this.#later = later;
    session.addEventListener('found', ({ detail }) => {
      if (this.#text === '' || detail.text !== this.#text) return;
      this.#page = detail;
      this.dispatchEvent(new CustomEvent('found'));
    });
  }

  /** The text to find; empty if there is none. */
  get text() {
    return this.#text;
  }

  /** The answer to the text: {rooms, total, next, sentence}; null until it has arrived. */
  get page() {
    return this.#page;
  }

  /** Finds rooms with a text in the name. The page asks only for rooms that its list may lack. */
  find(text) {
    if (text === this.#text) return;
    this.#cancel();
    this.#text = text;
    this.#page = null;
    if (text !== '' && !this.#session.listsAllRooms) this.#cancel = this.#later(RoomFinder.PAUSE, () => this.#session.search(text));
  }
}
