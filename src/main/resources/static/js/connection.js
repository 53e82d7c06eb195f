import { Backoff } from './backoff.js';

/**
 * Keeps one STOMP connection to the server up: joins, comes back after a loss with its resume token, gives up when told to.
 * Tells `state` {state, until, reason}, `connected` {name, token}, `frame` {destination, body}, `receipt` {id},
 * `refused` {refusal} (joining was not granted), `unreachable` (joining was not possible), `lost`.
 *
 * States: `idle`, `connecting`, `connected`, `waiting` (until the next attempt), `ended` (no attempt by itself).
 */
export class Connection extends EventTarget {
  static #HEARTBEAT = 10_000;
  static #PATIENCE = 6_000;
  /** A farewell with one of these codes is meant for the person; coming back by itself would be rude or futile. */
  static #FINAL = new Set(['replaced', 'kicked', 'banned', 'sent-off', 'quit', 'malformed']);
  /** Refusals of a join that pass by themselves. */
  static #PASSING = new Set(['full', 'full-for-address', 'shutting-down', 'too-slow', 'storage-failed', 'nameless', 'slow-down', 'busy']);

  #transport;
  #newClient;
  #backoff = new Backoff();
  #state = 'idle';
  #client = null;
  #login = null;
  #established = false;
  #farewell = null;
  #timer = null;
  #receivedAt = 0;

  /**
   * @param {import('./transport.js').Transport} transport
   * @param {(options: object) => object} newClient makes a STOMP client that does not reconnect by itself
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
   * Joins. With `returning` the person was here before: a server that cannot be reached is waited for.
   * @param {{name: string, passcode?: string, token?: string | null, returning?: boolean}} login
   */
  join({ name, passcode = '', token = null, returning = false }) {
    this.#login = { name, passcode, token };
    this.#established = returning;
    this.#backoff.reset();
    this.#attempt();
  }

  /** The person is called otherwise now, and comes back so. */
  rename(name) {
    if (this.#login) this.#login.name = name;
  }

  /** An attempt at once, if one is waited for, or after an end. */
  tryNow() {
    if (this.#state === 'waiting' || this.#state === 'ended') this.#attempt();
  }

  /** The machine slept or the answer is overdue: a connection that has not spoken is replaced by a new one. */
  doubt(silence = 0) {
    if (this.#state === 'connected' && Date.now() - this.#receivedAt >= silence) this.#drop();
  }

  /** How long the server has not been heard. */
  get silence() {
    return Date.now() - this.#receivedAt;
  }

  /** Leaves for good: the name is free at once. @returns when the server was told */
  async quit() {
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = null;
    this.#login = null;
    this.#become('idle');
    await client?.deactivate();
  }

  send(destination, headers, body) {
    this.#client?.publish({
      destination,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  subscribe(destination, id, headers = {}) {
    this.#client?.subscribe(destination, (message) => this.#tell('frame', { destination, body: JSON.parse(message.body) }), { id, ...headers });
  }

  unsubscribe(id) {
    this.#client?.unsubscribe(id);
  }

  #attempt() {
    clearTimeout(this.#timer);
    this.#farewell = null;
    this.#become('connecting');
    const { name, passcode, token } = this.#login;
    let opened = false;
    const mine = (then) => (frame) => {
      if (this.#client === client) then(frame);
    };
    const client = this.#newClient({
      webSocketFactory: () => this.#watched(this.#transport.open(), () => (opened = true)),
      connectHeaders: { login: name, ...(passcode && { passcode }), ...(token && { resume: token }) },
      reconnectDelay: 0,
      heartbeatIncoming: Connection.#HEARTBEAT,
      heartbeatOutgoing: Connection.#HEARTBEAT,
      connectionTimeout: Connection.#PATIENCE,
      discardWebsocketOnCommFailure: true,
      onConnect: mine((frame) => this.#connected(frame)),
      onStompError: mine((frame) => this.#ended(frame)),
      onUnhandledReceipt: mine((frame) => this.#tell('receipt', { id: frame.headers['receipt-id'], headers: frame.headers })),
      onWebSocketClose: mine(() => void this.#closed(opened)),
    });
    this.#client = client;
    client.activate();
  }

  #watched(socket, opened) {
    socket.addEventListener('open', () => {
      this.#transport.opened();
      opened();
    });
    socket.addEventListener('message', () => (this.#receivedAt = Date.now()));
    return socket;
  }

  #connected(frame) {
    const name = frame.headers['user-name'] ?? this.#login.name;
    const token = frame.headers.resume ?? this.#login.token;
    this.#login = { ...this.#login, name, token };
    this.#established = true;
    this.#receivedAt = Date.now();
    this.#backoff.reset();
    this.#become('connected');
    this.#tell('connected', { name, token });
  }

  /** An ERROR frame: the server says why it closes. */
  #ended(frame) {
    let body = {};
    try {
      body = JSON.parse(frame.body);
    } catch {
      // an ERROR that is not ours has no JSON; its message header will do
    }
    this.#farewell = { code: frame.headers.message ?? '', sentence: '', suggestions: [], ...body, joining: this.#state === 'connecting' };
  }

  async #closed(opened) {
    const client = this.#client;
    const wasConnected = this.#state === 'connected';
    if (wasConnected) this.#tell('lost');
    if (this.#farewell) return this.#saidFarewell(this.#farewell);
    if (!opened && (await this.#transport.failed()) && this.#client === client) return this.#attempt();
    if (this.#client !== client) return undefined;
    if (!this.#established) return this.#giveUp('unreachable');
    return this.#wait();
  }

  #saidFarewell(farewell) {
    const { code, joining, retryAfterMs } = farewell;
    if (joining && !this.#established) return this.#giveUp('refused', { refusal: farewell });
    if (Connection.#FINAL.has(code) || (joining && !Connection.#PASSING.has(code))) {
      this.#client = null;
      return this.#become('ended', { reason: farewell });
    }
    if (code === 'shutting-down' || code.startsWith('full')) this.#backoff.slow(retryAfterMs ?? 2_000);
    return this.#wait(farewell);
  }

  /** The server announced that it goes away for a while. */
  expectEnd(retryAfterMs = 2_000) {
    this.#backoff.slow(retryAfterMs);
  }

  #giveUp(type, detail) {
    this.#client = null;
    this.#become('idle');
    this.#tell(type, detail);
  }

  #wait(reason = null) {
    this.#client = null;
    const wait = this.#backoff.next();
    this.#timer = setTimeout(() => this.#attempt(), wait);
    this.#become('waiting', { until: Date.now() + wait, reason });
  }

  /** Lets go of a connection that is not to be trusted, without its consent, and opens another. */
  #drop() {
    const client = this.#client;
    this.#client = null;
    this.#tell('lost');
    void client?.deactivate({ force: true });
    this.#attempt();
  }

  #become(state, more = {}) {
    this.#state = state;
    this.#tell('state', { state, ...more });
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
