import { Backoff } from './backoff.js';

/**
 * Keeps one STOMP connection to the server open: logs in, reconnects after a loss with its resume token, and stops on
 * request. Fires `state` {state, until, reason}, `connected` {name, token}, `frame` {destination, body}, `receipt`
 * {id}, `refused` {refusal} (the login was refused), `unreachable` {blocked} (the server cannot be reached; `blocked`: it
 * answers, but no transport works), `lost`.
 */
export class Connection extends EventTarget {
  static #HEARTBEAT = 10_000;
  static #PROBE = 'probe';
  /** Logs out unless this user connects again within 5 seconds. */
  static #SUSPEND = 'DISCONNECT\nresume-within:5000\n\n\0';
  /**
   * A disconnect with one of these codes is a decision about the user; reconnecting without the user would be wrong.
   */
  static #FINAL = new Set(['too-many-sessions', 'kicked', 'banned', 'sent-off', 'quit', 'malformed']);
  /** Refusals of a login that are temporary. */
  static #TEMPORARY = new Set(['full', 'full-for-address', 'shutting-down', 'too-slow', 'storage-failed', 'nameless', 'slow-down', 'busy', 'too-many-new-users']);

  #transport;
  #newClient;
  #backoff = new Backoff();
  #state = 'idle';
  #client = null;
  #login = null;
  #established = false;
  #disconnectReason = null;
  #timer = null;
  #receivedAt = 0;
  #probing = false;

  /**
   * @param {import('./transport.js').Transport} transport
   * @param {(options: object) => object} newClient creates a STOMP client without its own reconnect
   */
  constructor(transport, newClient) {
    super();
    this.#transport = transport;
    this.#newClient = newClient;
  }

  get state() {
    return this.#state;
  }

  /**
   * Logs in. With `returning` the user was logged in before, so the connection waits for a server that cannot be
   * reached.
   *
   * @param {{name: string, passcode?: string, invite?: string | null, token?: string | null, returning?: boolean}} login
   */
  join({ name, passcode = '', invite = null, token = null, returning = false }) {
    this.#login = { name, passcode, invite, token };
    this.#established = returning;
    this.#backoff.reset();
    this.#attempt();
  }

  /** Sets the nickname for the next login. */
  rename(name) {
    if (this.#login) this.#login.name = name;
  }

  /** Connects at once, if an attempt is scheduled or the connection has ended. */
  tryNow() {
    if (this.#state === 'waiting' || this.#state === 'ended') this.#attempt();
  }

  /** Replaces a connection on which an answer is overdue. */
  replace() {
    if (this.#state === 'connected') this.#drop();
  }

  /**
   * Requests a receipt and replaces the connection if it does not arrive in time. Input alone proves nothing after
   * sleep: the browser may deliver frames that arrived before.
   *
   * @param {number} timeout in milliseconds
   */
  probe(timeout) {
    if (this.#state !== 'connected') return;
    if (!this.#transport.isOpen) {
      this.#drop();
      return;
    }
    const client = this.#client;
    this.#probing = true;
    client.unsubscribe(Connection.#PROBE, { receipt: Connection.#PROBE });
    setTimeout(() => {
      if (this.#client === client && this.#probing) this.#drop();
    }, timeout);
  }

  /**
   * Ends the connection of a page that is closed or reloaded: the server holds the nickname for a short time only. A page that
   * is shown again connects again.
   */
  suspend() {
    if (this.#state !== 'connected') return;
    this.#transport.sendLast(Connection.#SUSPEND);
    this.#cut();
    this.#wait();
  }

  /** Returns the time since the last input, in milliseconds. */
  get silence() {
    return Date.now() - this.#receivedAt;
  }

  /** Logs out, which frees the nickname at once. @returns a promise for the end of the connection */
  async quit() {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    this.#login = null;
    this.#become('idle');
    await client?.deactivate({ force: !this.#transport.isOpen });
  }

  /**
   * Returns the client, or null while its socket is closed. The event that reports the close may come much later: a page that
   * was frozen runs its timers first. Messages that are not sent stay pending and are sent after the reconnect.
   */
  get #usable() {
    return this.#transport.isOpen ? this.#client : null;
  }

  send(destination, headers, body) {
    this.#usable?.publish({
      destination,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  subscribe(destination, id, headers = {}) {
    this.#usable?.subscribe(destination, (message) => this.#emit('frame', { destination, body: JSON.parse(message.body) }), { id, ...headers });
  }

  unsubscribe(id) {
    this.#usable?.unsubscribe(id);
  }

  #attempt() {
    clearTimeout(this.#timer);
    this.#disconnectReason = null;
    this.#become('connecting');
    const { name, passcode, invite, token } = this.#login;
    let socket = null;
    const ifCurrent = (then) => (frame) => {
      if (this.#client === client) then(frame);
    };
    const client = this.#newClient({
      webSocketFactory: () => socket,
      connectHeaders: { login: name, ...(passcode && { passcode }), ...(invite && { invite }), ...(token && { resume: token }) },
      reconnectDelay: 0,
      heartbeatIncoming: Connection.#HEARTBEAT,
      heartbeatOutgoing: Connection.#HEARTBEAT,
      connectionTimeout: this.#transport.timeout,
      discardWebsocketOnCommFailure: true,
      onConnect: ifCurrent((frame) => this.#connected(frame)),
      onStompError: ifCurrent((frame) => this.#ended(frame)),
      onUnhandledReceipt: ifCurrent((frame) => this.#receipt(frame.headers)),
      onWebSocketClose: ifCurrent(() => void this.#closed()),
    });
    this.#client = client;
    try {
      socket = this.#transport.open();
    } catch {
      // the browser has no such transport, or a policy forbids it
      void this.#closed();
      return;
    }
    socket.addEventListener('message', () => (this.#receivedAt = Date.now()));
    client.activate();
  }

  #connected(frame) {
    const name = frame.headers['user-name'] ?? this.#login.name;
    const token = frame.headers.resume ?? this.#login.token;
    this.#login = { ...this.#login, name, token };
    this.#established = true;
    this.#transport.answered();
    this.#receivedAt = Date.now();
    this.#backoff.reset();
    this.#become('connected');
    this.#emit('connected', { name, token });
  }

  /** Handles an ERROR frame, which has the reason of the close. */
  #ended(frame) {
    this.#transport.answered();
    let body = {};
    try {
      body = JSON.parse(frame.body);
    } catch {
      // an ERROR of another origin has no JSON; its message header is used
    }
    this.#disconnectReason = { code: frame.headers.message ?? '', sentence: '', suggestions: [], ...body, joining: this.#state === 'connecting' };
  }

  async #closed() {
    const client = this.#client;
    const wasConnected = this.#state === 'connected';
    if (wasConnected) this.#emit('lost');
    if (this.#disconnectReason) return this.#onDisconnectReason(this.#disconnectReason);
    if (wasConnected) return this.#wait();
    const next = await this.#transport.failed();
    if (this.#client !== client) return undefined;
    if (next === 'next') return this.#attempt();
    const blocked = next === 'blocked';
    if (!this.#established) return this.#giveUp('unreachable', { blocked });
    return this.#wait(blocked ? { code: 'blocked', sentence: '' } : null);
  }

  #onDisconnectReason(reason) {
    const { code, joining, retryAfterMs } = reason;
    if (joining && !this.#established) return this.#giveUp('refused', { refusal: reason });
    if (Connection.#FINAL.has(code) || (joining && !Connection.#TEMPORARY.has(code))) {
      this.#client = null;
      return this.#become('ended', { reason });
    }
    if (retryAfterMs || code === 'shutting-down' || code.startsWith('full')) this.#backoff.slow(retryAfterMs ?? 2_000);
    return this.#wait(reason);
  }

  /** The server announced a restart. */
  expectEnd(retryAfterMs = 2_000) {
    this.#backoff.slow(retryAfterMs);
  }

  #giveUp(type, detail) {
    this.#client = null;
    this.#become('idle');
    this.#emit(type, detail);
  }

  #wait(reason = null) {
    this.#client = null;
    const wait = this.#backoff.next();
    this.#timer = setTimeout(() => this.#attempt(), wait);
    this.#become('waiting', { until: Date.now() + wait, reason });
  }

  /** Drops a connection that is not reliable any more, and opens another. */
  #drop() {
    this.#cut();
    this.#attempt();
  }

  #cut() {
    const client = this.#client;
    this.#client = null;
    this.#emit('lost');
    void client?.deactivate({ force: true });
  }

  #become(state, more = {}) {
    this.#state = state;
    this.#emit('state', { state, ...more });
  }

  #receipt(headers) {
    const id = headers['receipt-id'];
    if (id === Connection.#PROBE) this.#probing = false;
    else this.#emit('receipt', { id, headers });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
