/**
 * The way to the server: a WebSocket, or where that is blocked SockJS over plain HTTP, whose library is loaded only then.
 * Plain HTTP is tried when a WebSocket did not open although the server answers otherwise.
 */
export class Transport {
  static #PROTOCOLS = ['v12.stomp', 'v11.stomp', 'v10.stomp'];
  static #FALLBACK = new URL('../webjars/sockjs-client/sockjs.min.js', import.meta.url).href;
  static #PATIENCE = 2_000;

  #base;
  #plain = false;
  #worked = false;
  #failures = 0;

  /** @param {string} base the page's own address */
  constructor(base) {
    this.#base = base;
  }

  /** @returns a new socket, not yet open */
  open() {
    if (this.#plain) {
      return new globalThis.SockJS(new URL('ws', this.#base).href, null, { transports: ['xhr-streaming', 'xhr-polling'] });
    }
    const address = new URL('ws/websocket', this.#base);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(address.href, Transport.#PROTOCOLS);
  }

  /** A socket opened: WebSockets are not blocked here. */
  opened() {
    this.#worked = true;
  }

  /**
   * A socket did not open. Where the server answers otherwise the WebSocket gets a second chance (the server may just have
   * come up), then the other way is taken.
   * @returns {Promise<boolean>} whether it is worth trying again at once
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
      const answer = await fetch(new URL('ws/info', this.#base), { cache: 'no-store', signal: AbortSignal.timeout(Transport.#PATIENCE) });
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
