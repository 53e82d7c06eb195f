import { Completion } from './completion.js';
import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { Drawers } from './drawers.js';
import { Exchange } from './exchange.js';
import { Heading } from './heading.js';
import { History } from './history.js';
import { JoinForm } from './join.js';
import { Keyboard } from './keyboard.js';
import { Notices } from './notices.js';
import { Notifications } from './notifications.js';
import { Outbox } from './outbox.js';
import { PeopleList } from './people.js';
import { Preferences } from './preferences.js';
import { Reading } from './reading.js';
import { newReference } from './reference.js';
import { RoomList } from './rooms.js';
import { Rows } from './rows.js';
import { Scroll } from './scroll.js';
import { Servers } from './servers.js';
import { Shortcuts } from './shortcuts.js';
import { Switcher } from './switcher.js';
import { Tab } from './tab.js';
import { Title } from './title.js';
import { Transcript } from './transcript.js';
import { Transport } from './transport.js';
import { Visit } from './visit.js';
import { Wake } from './wake.js';
import { Wording } from './wording.js';

/** Builds the parts of the page and introduces them to each other; nothing else knows all of them. */

const byId = (id) => document.getElementById(id);
const base = new URL('.', document.baseURI).href;
const settings = byId('settings').dataset;
const sentences = Object.fromEntries([...byId('wording').content.querySelectorAll('p')].map((p) => [p.dataset.key, p.textContent]));
const language = document.documentElement.lang || 'en';
// the page's language as the reader's region writes it
const wording = new Wording(sentences, navigator.languages.find((one) => one.split('-')[0] === language) ?? language);
const told = [...byId('settings').content.querySelectorAll('p')].map((p) => ({ ...p.dataset, help: p.textContent }));
const commands = told.map((command) => ({ ...command, help: wording.help(command) }));
const browser = browserStore();
const tab = new Tab(storageOrNull(() => sessionStorage));
const isCopy = await tab.settle(newReference);

const later = (ms, then) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};
const outbox = new Outbox(tab);
const history = new History(base, () => tab.read('token'));
const visit = new Visit({ outbox, history, storage: tab, later });
const connection = new Connection(new Transport(base), (options) => new globalThis.StompJs.Client(options));
new Exchange({
  visit,
  connection,
  outbox,
  later,
  replay: Number(settings.replay),
  lostReason: wording.say('message.lost'),
  inWords: (refusal) => wording.refusal(refusal),
  inHelp: (line) => told.reduce((words, { help }, place) => words.replace(help, () => commands[place].help), line),
});

const join = new JoinForm(wording, Number(settings.nameLength));
const notices = new Notices(wording);
const scroll = new Scroll(byId('transcript'), [byId('older'), byId('live')]);
new Transcript({ visit, wording, rows: new Rows(wording), scroll });
const reading = new Reading({ visit, wording, scroll, storage: tab });
const composer = new Composer({
  visit,
  wording,
  storage: tab,
  limit: Number(settings.messageLength),
  completionOf: (box) => new Completion({ box, visit, commands }),
});
new Heading({ visit, wording });
new RoomList({ visit, wording });
new PeopleList({ visit, wording });
new Title(visit);
new Preferences(browser, wording);
new Servers({ wording, store: browser });
new Notifications({ visit, wording, store: browser });
new Keyboard({ visit, drawers: new Drawers(visit), reading, composer, switcher: new Switcher({ visit, wording }), shortcuts: new Shortcuts() });
new Wake(connection);

let begun = false;

join.addEventListener('join', ({ detail: { name, passcode } }) => connection.join({ name, passcode }));
connection.addEventListener('state', ({ detail }) => notices.state(detail));
connection.addEventListener('refused', ({ detail: { refusal } }) => join.refuse(refusal));
connection.addEventListener('unreachable', () => join.unreachable());
connection.addEventListener('connected', ({ detail: { name, token } }) => {
  tab.write('token', token);
  tab.write('name', name);
  browser.set('name', name);
  openChat(name);
});
notices.addEventListener('try', () => connection.tryNow());
notices.addEventListener('rejoin', ({ detail }) => {
  if (detail.joining) askForName(wording.refusal(detail));
  else connection.tryNow();
});
visit.addEventListener('named', () => tab.write('name', visit.name));
visit.addEventListener('entered', ({ detail: { room } }) => {
  room.addEventListener('caught-up', ({ detail: { missed } }) => {
    if (room === visit.current) notices.caughtUp(missed);
  });
});
visit.addEventListener('shown', ({ detail: { conversation } }) => {
  if (conversation.kind !== 'room') return;
  const address = new URL(location.href);
  if (conversation.name === Visit.LOBBY) address.searchParams.delete('room');
  else address.searchParams.set('room', conversation.name);
  window.history.replaceState(null, '', address);
});
visit.addEventListener('quit', async () => {
  tab.clear();
  await Promise.race([connection.quit(), new Promise((done) => later(1_000, done))]);
  location.reload();
});

const before = { token: tab.read('token'), name: tab.read('name') };
if (before.token && before.name && !isCopy) {
  openChat(before.name);
  connection.join({ name: before.name, token: before.token, returning: true });
} else {
  join.show(browser.get('name') ?? '');
}

function openChat(name) {
  join.hide();
  const hidden = byId('chat').hidden;
  byId('chat').hidden = false;
  if (!begun) visit.begin(name, new URL(location.href).searchParams.get('room'));
  begun = true;
  if (hidden) composer.focus();
}

function askForName(farewell) {
  byId('chat').hidden = true;
  join.show(visit.name, farewell);
}

function storageOrNull(get) {
  try {
    return get();
  } catch {
    return null;
  }
}

/** What all tabs of this browser share; nothing, where the browser forbids it. */
function browserStore() {
  const store = storageOrNull(() => localStorage);
  return {
    get: (key) => store?.getItem(`parley.${key}`) ?? null,
    set: (key, value) => storageOrNull(() => store?.setItem(`parley.${key}`, value)),
  };
}
