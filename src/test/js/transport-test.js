import { Connection } from '/js/connection.js';
import { Transport } from '/js/transport.js';
import { equal, ok, recordEvents, test } from './harness.js';

const BASE = 'http://chat.example/';

/**
 * Replaces what the browser offers during a test.
 *
 * @param {{websocket?: Function, sockjs?: Function, info?: () => Promise<object>}} parts the constructors and the answer of ws/info
 */
async function inBrowser({ websocket, sockjs, info = async () => ({ ok: true }) }, body) {
  const before = { WebSocket: globalThis.WebSocket, SockJS: globalThis.SockJS, fetch: globalThis.fetch };
  Object.assign(globalThis, { WebSocket: websocket, SockJS: sockjs, fetch: info });
  try {
    await body();
  } finally {
    Object.assign(globalThis, before);
  }
}

class Socket extends EventTarget {
  constructor(address, ignored, { transports = ['websocket'] } = {}) {
    super();
    this.kind = transports[0];
  }
}

function throwing() {
  throw new DOMException('no', 'SecurityError');
}

/** Opens the transports one after the other, as long as there is a next one. @returns the kinds, and the last result */
async function tryAll(transport) {
  const kinds = [];
  for (;;) {
    try {
      kinds.push(transport.open().kind);
    } catch {
      kinds.push('none');
    }
    const result = await transport.failed();
    if (result !== 'next') return [...kinds, result];
  }
}

test('transport that fails is followed by the next one, and after the last the connection is blocked', () =>
  inBrowser({ websocket: Socket, sockjs: Socket }, async () => {
    const transport = new Transport(BASE);
    equal(await tryAll(transport), ['websocket', 'xhr-streaming', 'xhr-polling', 'blocked']);
    equal(transport.open().kind, 'websocket');
  }));

test('browser without WebSocket, or with one that throws, uses the next transport', async () => {
  for (const websocket of [undefined, throwing]) {
    await inBrowser({ websocket, sockjs: Socket }, async () => {
      equal(await tryAll(new Transport(BASE)), ['none', 'xhr-streaming', 'xhr-polling', 'blocked']);
    });
  }
});

test('server that does not answer at all is unreachable, one that refuses plain HTTP is blocked', async () => {
  await inBrowser({ websocket: Socket, sockjs: Socket, info: () => Promise.reject(new TypeError()) }, async () => {
    equal(await tryAll(new Transport(BASE)), ['websocket', 'unreachable']);
  });
  await inBrowser({ websocket: Socket, sockjs: Socket, info: async () => ({ ok: false }) }, async () => {
    equal(await tryAll(new Transport(BASE)), ['websocket', 'blocked']);
  });
});

test('attempts take twelve seconds at most', () =>
  inBrowser({ websocket: Socket, sockjs: Socket }, async () => {
    const transport = new Transport(BASE);
    const timeouts = [];
    do {
      timeouts.push(transport.timeout);
      transport.open();
    } while ((await transport.failed()) === 'next');
    ok(timeouts.every((timeout) => timeout <= 6_000), 'each');
    // plain HTTP is ready 6 seconds after the beginning
    ok(Math.max(timeouts[0], 6_000) + timeouts[1] + timeouts[2] <= 12_000, `in all: ${timeouts}`);
  }));

test('transport works when the login is answered, and is kept over losses', () =>
  inBrowser({ websocket: Socket, sockjs: Socket }, async () => {
    const transport = new Transport(BASE);
    transport.open();
    equal(await transport.failed(), 'next');
    transport.open();
    transport.answered();
    for (let loss = 0; loss < 3; loss++) {
      equal(transport.open().kind, 'xhr-streaming');
      equal(await transport.failed(), 'unreachable');
    }
  }));

test('transport that has worked and then fails again and again, although the server answers, is followed by the next one', () =>
  inBrowser({ websocket: Socket, sockjs: Socket }, async () => {
    const transport = new Transport(BASE);
    transport.open();
    transport.answered();
    const results = [];
    for (let loss = 0; loss < 5; loss++) {
      transport.open();
      results.push(await transport.failed());
    }
    equal(results, ['unreachable', 'unreachable', 'unreachable', 'unreachable', 'next']);
    equal(transport.open().kind, 'xhr-streaming');
  }));

test('transport that has worked stays while the server is away', () =>
  inBrowser({ websocket: Socket, sockjs: Socket, info: () => Promise.reject(new TypeError()) }, async () => {
    const transport = new Transport(BASE);
    transport.open();
    transport.answered();
    for (let loss = 0; loss < 8; loss++) {
      equal(transport.open().kind, 'websocket');
      equal(await transport.failed(), 'unreachable');
    }
  }));

/** Joins with a client whose sockets behave in a way per kind. @returns the events of the connection until the first final one */
async function join(behaviour) {
  const used = [];
  const newClient = (options) => ({
    activate: () => {
      const { kind } = options.webSocketFactory();
      used.push(kind);
      queueMicrotask(() => (behaviour(kind) ? options.onConnect({ headers: {} }) : options.onWebSocketClose()));
    },
    deactivate: () => {},
  });
  const connection = new Connection(new Transport(BASE), newClient);
  const events = recordEvents(connection, 'connected', 'unreachable');
  const end = new Promise((resolve) => ['connected', 'unreachable'].forEach((type) => connection.addEventListener(type, resolve)));
  connection.join({ name: 'ada' });
  await end;
  await connection.quit();
  return { used, events: events.map(({ type, detail }) => (detail.blocked === undefined ? type : `${type} ${detail.blocked}`)) };
}

test('connection whose socket opens and stays silent is made over the next transport', () =>
  inBrowser({ websocket: Socket, sockjs: Socket }, async () => {
    equal(await join((kind) => kind === 'xhr-streaming'), { used: ['websocket', 'xhr-streaming'], events: ['connected'] });
    equal(await join((kind) => kind === 'xhr-polling'), { used: ['websocket', 'xhr-streaming', 'xhr-polling'], events: ['connected'] });
  }));

test('connection without a transport that works reports that it is blocked', async () => {
  await inBrowser({ websocket: throwing, sockjs: throwing }, async () => {
    equal(await join(() => false), { used: [], events: ['unreachable true'] });
  });
  await inBrowser({ websocket: undefined, sockjs: Socket, info: () => Promise.reject(new TypeError()) }, async () => {
    equal(await join(() => false), { used: [], events: ['unreachable false'] });
  });
});
