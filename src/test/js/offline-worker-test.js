import { OfflineWorker } from '/js/offlineWorker.js';
import { DocumentTitle } from '/js/documentTitle.js';
import { equal, test } from './harness.js';

test('worker is registered beside the page, with the version of the scripts', async () => {
  const registered = [];
  const workers = { register: async (address, options) => registered.push([address, options.updateViaCache]) };
  await new OfflineWorker(workers, 'https://chat.example/base/').registered;
  equal(registered, [['https://chat.example/base/service-worker.js?version=%2F', 'none']]);
});

test('nothing happens where the browser has no workers or refuses them', async () => {
  equal(await new OfflineWorker(null, 'http://chat.example/').registered, undefined);
  const workers = { register: () => Promise.reject(new DOMException('no', 'SecurityError')) };
  equal(await new OfflineWorker(workers, 'https://chat.example/').registered, undefined);
});

/** A session with one room, as the title needs it. */
function sessionWith(unread) {
  const session = new EventTarget();
  return Object.assign(session, { rooms: [{ unread }], directs: [], current: { name: 'tea' } });
}

test('badge of the installed page has the number of unread messages, and is set only when it changes', async () => {
  const icon = Object.assign(document.createElement('link'), { id: 'icon' });
  document.head.append(icon);
  const badges = [];
  const before = Object.getOwnPropertyDescriptor(navigator, 'setAppBadge');
  Object.defineProperty(navigator, 'setAppBadge', { value: async (count) => badges.push(count), configurable: true });
  const unread = { count: 0, mentions: 0 };
  const session = sessionWith(unread);
  new DocumentTitle(session);
  for (const count of [0, 2, 2, 3, 0]) {
    unread.count = count;
    session.dispatchEvent(new Event('shown'));
  }
  delete navigator.setAppBadge;
  if (before) Object.defineProperty(navigator, 'setAppBadge', before);
  icon.remove();
  equal(badges, [2, 3, 0]);
});
