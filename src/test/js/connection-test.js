import { Connection } from '/js/connection.js';
import { equal, recordEvents, test } from './harness.js';

/** Connects with a STOMP client and a transport that record their calls. */
function connect() {
  const calls = [];
  const clients = [];
  const newClient = (options) => {
    const client = {
      options,
      activate: () => calls.push('activate'),
      deactivate: ({ force } = {}) => calls.push(force ? 'cut' : 'deactivate'),
      publish: () => calls.push('publish'),
      subscribe: () => calls.push('subscribe'),
      unsubscribe: () => calls.push('unsubscribe'),
    };
    clients.push(client);
    return client;
  };
  const transport = { timeout: 5_000, isOpen: true, open: () => new EventTarget(), answered: () => {}, sendLast: (text) => calls.push(text) };
  const connection = new Connection(transport, newClient);
  connection.join({ name: 'ada' });
  const accept = () => clients.at(-1).options.onConnect({ headers: { 'user-name': 'ada', resume: 't1' } });
  return { connection, calls, clients, accept, transport };
}

test('page that is closed asks the server to hold the nickname for five seconds', () => {
  const { connection, calls, accept } = connect();
  accept();
  const events = recordEvents(connection, 'state', 'lost');
  connection.suspend();
  equal(calls, ['activate', 'DISCONNECT\nresume-within:5000\n\n\0', 'cut']);
  equal(events.map(({ type, detail }) => detail?.state ?? type), ['lost', 'waiting']);
  void connection.quit();
});

test('page that is shown again connects again with its token', () => {
  const { connection, calls, clients, accept } = connect();
  accept();
  connection.suspend();
  connection.tryNow();
  accept();
  equal([connection.state, clients[1].options.connectHeaders], ['connected', { login: 'ada', resume: 't1' }]);
  equal(calls.filter((call) => call === 'activate').length, 2);
  void connection.quit();
});

test('page that is closed while it is not connected sends nothing', () => {
  const { connection, calls } = connect();
  connection.suspend();
  equal([connection.state, calls], ['connecting', ['activate']]);
  void connection.quit();
});

test('page that wakes up with a closed socket connects again before the browser reports the close', () => {
  const { connection, calls, accept, transport } = connect();
  accept();
  transport.isOpen = false;
  connection.probe(400);
  equal([connection.state, calls], ['connecting', ['activate', 'cut', 'activate']]);
  void connection.quit();
});

test('nothing is sent over a closed socket', async () => {
  const { connection, calls, accept, transport } = connect();
  accept();
  transport.isOpen = false;
  connection.send('/app/commands', {}, {});
  connection.subscribe('/topic/rooms', 'rooms');
  connection.unsubscribe('rooms');
  await connection.quit();
  equal(calls, ['activate', 'cut']);
});
