import { daysOf, piecesOf } from '/js/searchResults.js';
import { PendingMessages } from '/js/pendingMessages.js';
import { Session } from '/js/session.js';
import { equal, recordEvents, Storage, test, Timers } from './harness.js';

test('excerpt is split at its marks', () => {
  const marked = (text) => ({ text, marked: true });
  const plain = (text) => ({ text, marked: false });
  equal(piecesOf('green tea and tea', [[6, 9], [14, 17]]), [plain('green '), marked('tea'), plain(' and '), marked('tea')]);
  equal(piecesOf('tea', [[0, 3]]), [marked('tea')]);
  equal(piecesOf('tea', []), [plain('tea')]);
  equal(piecesOf('', []), []);
});

test('results are grouped by their local day, in their order', () => {
  const at = (day, hour) => new Date(2026, 10, day, hour).toISOString();
  const messages = [at(20, 23), at(20, 1), at(19, 23)].map((time, number) => ({ at: time, number }));
  equal(daysOf(messages).map((day) => day.messages.map(({ number }) => number)), [[0, 1], [2]]);
  equal(daysOf([]), []);
});

test('session asks for messages while it is online, and passes on the answer or the refusal', () => {
  const storage = new Storage();
  const session = new Session({ pendingMessages: new PendingMessages(storage), history: {}, storage, later: new Timers().later });
  session.begin('ada', null);
  const asked = recordEvents(session, 'search-messages');
  const found = recordEvents(session, 'found-messages');
  equal([session.search('tea', 'search-messages'), asked.length], [false, 0]);
  session.online = true;
  equal([session.search('tea', 'search-messages'), asked.length], [true, 1]);
  session.foundMessages({ text: 'tea', messages: [], notes: [] });
  session.foundMessages({ text: 'tea', messages: [], notes: [], sentence: 'No.' });
  equal(found.length, 2);
});
