import { newMessageId } from './messageId.js';

/**
 * The transport to the server: a WebSocket, or SockJS over plain HTTP where WebSockets are blocked, whose library is loaded
 * only then. A transport works when the login over it is answered; an open socket alone proves nothing, because a proxy or a
 * virus scanner may answer the upgrade and pass no frame. The next one is tried when one fails although the server answers
 * otherwise.
 */
export class Transport {
  /** The state of an open socket, of a WebSocket and of SockJS. */
  static #OPEN = 1;

  static #PROTOCOLS = ['v12.stomp', 'v11.stomp', 'v10.stomp'];
  static #FALLBACK = new URL('../webjars/sockjs-client/sockjs.min.js', import.meta.url).href;

  /** With the time for the change to plain HTTP the attempts take 12 seconds at most. */
  static #KINDS = [
    { kind: 'websocket', timeout: 5_000 },
    { kind: 'xhr-streaming', timeout: 3_000 },
    { kind: 'xhr-polling', timeout: 3_000 },
  ];

  /** The time for the answer to a login over a transport that has worked. */
  static #WORKED_TIMEOUT = 6_000;

  /** The number of failures in a row after which a transport that has worked is taken for blocked. */
  static #WORKED_FAILURES = 5;

  /** After this time without an answer the change to plain HTTP is prepared. */
  static #SLOW = 1_500;

  /** The time from the first attempt within which plain HTTP is ready. */
  static #READY = 6_000;

  static #PREPARE_LEAST = 1_000;

  #base;
  #index = 0;
  #worked = false;
  #failures = 0;
  #socket = null;
  #plainSession = '';
  #startedAt = 0;
  #slow = null;
  #preparing = null;

  /** @param {string} base the address of the page */
  constructor(base) {
    this.#base = base;
  }

  /** The time in which the login is to be answered, in milliseconds. */
  get timeout() {
    return this.#worked ? Transport.#WORKED_TIMEOUT : Transport.#KINDS[this.#index].timeout;
  }

  /** Whether the socket can send. */
  get isOpen() {
    return this.#socket?.readyState === Transport.#OPEN;
  }

  get #isPlain() {
    return this.#index > 0;
  }

  /** @returns a new socket, not yet open; throws if the browser allows none */
  open() {
    if (!this.#isPlain) {
      this.#startedAt = Date.now();
      if (!this.#worked) this.#slow = setTimeout(() => void this.#prepare(), Transport.#SLOW);
    }
    this.#socket = this.#isPlain ? this.#openPlain() : this.#openWebSocket();
    return this.#socket;
  }

  #openWebSocket() {
    const address = new URL('ws/websocket', this.#base);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    return new globalThis.WebSocket(address.href, Transport.#PROTOCOLS);
  }

  #openPlain() {
    const server = String(Math.floor(Math.random() * 1_000)).padStart(3, '0');
    const sessionId = () => {
      const id = newMessageId();
      this.#plainSession = `ws/${server}/${id}`;
      return id;
    };
    return new globalThis.SockJS(new URL('ws', this.#base).href, null, { transports: [Transport.#KINDS[this.#index].kind], server, sessionId });
  }

  /** Sends the last text of a page that is closed. The browser would cancel a request of SockJS then, but sends a beacon. */
  sendLast(text) {
    if (this.#isPlain) navigator.sendBeacon(new URL(`${this.#plainSession}/xhr_send`, this.#base), JSON.stringify([text]));
    else if (this.isOpen) this.#socket.send(text);
  }

  /** The server answered a login, also with a refusal: the transport works. */
  answered() {
    clearTimeout(this.#slow);
    this.#preparing = null;
    this.#worked = true;
    this.#failures = 0;
  }

  /**
   * A login was not answered.
   *
   * @returns {Promise<'next' | 'unreachable' | 'blocked'>} next: another transport is ready; unreachable: the server does not
   *     answer at all; blocked: it answers, but no transport works
   */
  async failed() {
    clearTimeout(this.#slow);
    this.#failures++;
    if (this.#worked && this.#failures < Transport.#WORKED_FAILURES) return 'unreachable';
    const answer = this.#isPlain && !this.#worked ? 'ready' : await this.#prepared();
    if (answer === 'unreachable' || (this.#worked && answer !== 'ready')) return 'unreachable';
    const next = this.#index + 1;
    const isBlocked = answer === 'blocked' || next === Transport.#KINDS.length;
    this.#index = isBlocked ? 0 : next;
    this.#worked = false;
    this.#failures = 0;
    return isBlocked ? 'blocked' : 'next';
  }

  /** Returns the result of the preparation, for which the rest of the time is left. */
  async #prepared() {
    const rest = Math.max(Transport.#READY - (Date.now() - this.#startedAt), Transport.#PREPARE_LEAST);
    const result = await Promise.race([this.#prepare(), new Promise((resolve) => setTimeout(resolve, rest, 'unreachable'))]);
    this.#preparing = null;
    return result;
  }

  #prepare() {
    this.#preparing ??= this.#makeReady();
    return this.#preparing;
  }

  /** Checks that the server answers over plain HTTP, and loads the library. */
  async #makeReady() {
    let answer;
    try {
      answer = await fetch(new URL('ws/info', this.#base), { cache: 'no-store' });
    } catch {
      return 'unreachable';
    }
    if (!answer.ok) return 'blocked';
    try {
      await this.#load();
    } catch {
      return 'blocked';
    }
    return 'ready';
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
