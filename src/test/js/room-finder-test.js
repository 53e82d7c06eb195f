import { PendingMessages } from '/js/pendingMessages.js';
import { RoomFinder } from '/js/roomFinder.js';
import { Session } from '/js/session.js';
import { equal, recordEvents, test, Storage, Timers } from './harness.js';

const room = (name) => ({ name, topic: '', people: 0 });

function startFinder(total = 500) {
  const storage = new Storage();
  const timers = new Timers();
  const session = new Session({ pendingMessages: new PendingMessages(storage), history: {}, storage, later: timers.later });
  session.begin('ada', null);
  session.online = true;
  session.listed({ type: 'rooms', total, rooms: [room('lobby')] });
  return { session, timers, finder: new RoomFinder({ session, later: timers.later }), searches: recordEvents(session, 'search') };
}

test('server is asked once when no further key follows', () => {
  const { timers, finder, searches } = startFinder();
  finder.find('j');
  timers.advance(RoomFinder.PAUSE - 1);
  finder.find('ja');
  timers.advance(RoomFinder.PAUSE - 1);
  equal(searches.length, 0);
  timers.advance(1);
  equal(searches.length, 1);
});

test('answer to an earlier text is ignored', () => {
  const { session, finder } = startFinder();
  const found = recordEvents(finder, 'found');
  finder.find('ja');
  session.foundRooms({ text: 'j', rooms: [room('jazz')], total: 1, next: null });
  equal([found.length, finder.page], [0, null]);
  session.foundRooms({ text: 'ja', rooms: [room('java')], total: 1, next: null });
  equal([found.length, finder.page.rooms], [1, [room('java')]]);
  finder.find('jav');
  equal(finder.page, null);
});

test('server is not asked for an empty text, or if the list has all rooms', () => {
  const { timers, finder, searches } = startFinder();
  finder.find('ja');
  finder.find('');
  timers.advance(RoomFinder.PAUSE);
  equal(searches.length, 0);
  const all = startFinder(1);
  all.finder.find('ja');
  all.timers.advance(RoomFinder.PAUSE);
  equal(all.searches.length, 0);
});

test('list of 100 rooms may lack newer ones', () => {
  const { session, timers, finder, searches } = startFinder();
  session.listed({ type: 'rooms', total: 100, rooms: Array.from({ length: 100 }, (_, number) => room(`room-${number}`)) });
  finder.find('ja');
  timers.advance(RoomFinder.PAUSE);
  equal(searches.length, 1);
});
