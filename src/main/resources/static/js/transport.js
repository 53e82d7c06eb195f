import { newMessageId } from './messageId.js';

/**
 * The transport to the server: a WebSocket, or SockJS over plain HTTP where that is blocked, whose library is loaded
 * only then. Plain HTTP is used when a WebSocket does not open although the server answers otherwise.
 */
export class Transport {
  static #PROTOCOLS = ['v12.stomp', 'v11.stomp', 'v10.stomp'];
  static #FALLBACK = new URL('../webjars/sockjs-client/sockjs.min.js', import.meta.url).href;
  static #TIMEOUT = 2_000;

  #base;
  #socket = null;
  #plain = false;
  #plainSession = '';
  #worked = false;
  #failures = 0;

  /** @param {string} base the address of the page */
  constructor(base) {
    this.#base = base;
  }

  /** @returns a new socket, not yet open */
  open() {
    this.#socket = this.#plain ? this.#openPlain() : this.#openWebSocket();
    return this.#socket;
  }

  #openWebSocket() {
    const address = new URL('ws/websocket', this.#base);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(address.href, Transport.#PROTOCOLS);
  }

  #openPlain() {
    const server = String(Math.floor(Math.random() * 1_000)).padStart(3, '0');
    const sessionId = () => {
      const id = newMessageId();
      this.#plainSession = `ws/${server}/${id}`;
      return id;
    };
    return new globalThis.SockJS(new URL('ws', this.#base).href, null, { transports: ['xhr-streaming', 'xhr-polling'], server, sessionId });
  }

  /** Sends the last text of a page that is closed. The browser would cancel a request of SockJS then, but sends a beacon. */
  sendLast(text) {
    if (this.#plain) navigator.sendBeacon(new URL(`${this.#plainSession}/xhr_send`, this.#base), JSON.stringify([text]));
    else this.#socket.send(text);
  }

  /** A socket opened: WebSockets are not blocked. */
  opened() {
    this.#worked = true;
  }

  /**
   * A socket did not open. If the server answers otherwise, the WebSocket gets a second attempt (the server may just
   * have started), then plain HTTP is used.
   *
   * @returns {Promise<boolean>} whether to try again at once
   */
  async failed() {
    if (this.#worked || this.#plain || !(await this.#serverAnswers())) return false;
    this.#failures++;
    if (this.#failures === 1) return true;
    try {
      await this.#load();
    } catch {
      return false;
    }
    this.#plain = true;
    return true;
  }

  async #serverAnswers() {
    try {
      const answer = await fetch(new URL('ws/info', this.#base), { cache: 'no-store', signal: AbortSignal.timeout(Transport.#TIMEOUT) });
      return answer.ok;
    } catch {
      return false;
    }
  }

  #load() {
    if (globalThis.SockJS) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = Transport.#FALLBACK;
      script.addEventListener('load', () => resolve());
      script.addEventListener('error', () => reject(new Error('the fallback could not be loaded')));
      document.head.append(script);
    });
  }
}
