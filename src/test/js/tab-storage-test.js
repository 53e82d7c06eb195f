import { TabStorage } from '/js/tabStorage.js';
import { equal, test } from './harness.js';

let tabs = 0;
const newKey = () => `tab-${++tabs}-${Math.random()}`;

/** Returns a storage as a browser has it: entries are own properties. */
function storage(entries = {}) {
  const store = { ...entries };
  for (const [name, value] of Object.entries({
    getItem: (key) => (Object.hasOwn(store, key) ? store[key] : null),
    setItem: (key, text) => {
      store[key] = String(text);
    },
    removeItem: (key) => {
      delete store[key];
    },
  })) Object.defineProperty(store, name, { value, enumerable: false });
  return store;
}

async function openTab(shared, own = storage()) {
  const tab = new TabStorage(own, shared);
  const copy = await tab.settle(newKey);
  return { tab, own, copy };
}

/** Returns the storage of all tabs after a tab with a login was closed. */
async function closedVisit() {
  const shared = storage();
  const store = storage({ 'parley.tab': JSON.stringify(newKey()), 'parley.token': '"t1"', 'parley.name': '"ada"' });
  new TabStorage(store, shared).saveVisit();
  return shared;
}

test('new tab continues the last visit after its tab was closed', async () => {
  const { tab, copy } = await openTab(await closedVisit());
  equal([tab.read('token'), tab.read('name'), copy], ['t1', 'ada', false]);
});

test('new tab is a user of its own while the tab of the last visit is open', async () => {
  const shared = storage();
  const first = await openTab(shared);
  first.tab.write('token', 't1');
  first.tab.saveVisit();
  const second = await openTab(shared);
  equal([second.tab.read('token'), second.copy], [null, false]);
});

test('logout forgets the last visit', async () => {
  const shared = await closedVisit();
  const { tab } = await openTab(shared);
  tab.clear();
  const next = await openTab(shared);
  equal(next.tab.read('token'), null);
});

test('visit is kept after the login only', async () => {
  const shared = storage();
  const first = await openTab(shared);
  first.tab.write('rooms', ['lobby']);
  first.tab.saveVisit();
  equal(Object.keys(shared), []);
});

test('damaged last visit is ignored', async () => {
  const { tab } = await openTab(storage({ 'parley.last-visit': '{"tab":"x","entries":7}' }));
  equal(tab.read('token'), null);
  const other = await openTab(storage({ 'parley.last-visit': 'no JSON' }));
  equal(other.tab.read('token'), null);
});
