import { ActionStatus } from './actionStatus.js';
import { Completion } from './completion.js';
import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { textOrNull } from './stored.js';
import { SidePanels } from './sidePanels.js';
import { SessionProtocol } from './sessionProtocol.js';
import { RoomHeader } from './roomHeader.js';
import { EmptyRoom } from './emptyRoom.js';
import { FocusRules } from './focusRules.js';
import { History } from './history.js';
import { inviteOf, takeInvite } from './invite.js';
import { FileInput } from './fileInput.js';
import { JoinForm } from './joinForm.js';
import { Keyboard } from './keyboard.js';
import { ConnectionBanner } from './connectionBanner.js';
import { PendingMessages } from './pendingMessages.js';
import { LongPress } from './longPress.js';
import { createPartsOnDemand } from './partsOnDemand.js';
import { MessageToolbar } from './messageToolbar.js';
import { messageOf, permalinkOf } from './permalink.js';
import { PeopleList } from './peopleList.js';
import { NameColors } from './nameColors.js';
import { Preferences } from './preferences.js';
import { ReadMarker } from './readMarker.js';
import { newMessageId } from './messageId.js';
import { ReplyBar } from './replyBar.js';
import { RoomFinder } from './roomFinder.js';
import { RoomList } from './roomList.js';
import { RoomSearch } from './roomSearch.js';
import { roomOf } from './roomName.js';
import { MessageActions } from './messageActions.js';
import { MessageExtras } from './messageExtras.js';
import { MessageJump } from './messageJump.js';
import { MessageRenderer } from './messageRenderer.js';
import { Scroll } from './scroll.js';
import { QuickSwitcher } from './quickSwitcher.js';
import { prefixOf, TabStorage } from './tabStorage.js';
import { DayChange } from './dayChange.js';
import { DocumentTitle } from './documentTitle.js';
import { Transcript } from './transcript.js';
import { Transport } from './transport.js';
import { Session } from './session.js';
import { WakeDetector } from './wakeDetector.js';
import { I18n } from './i18n.js';

/** Creates the parts of the page and connects them; no other module knows all of them. */

if (!globalThis.StompJs) throw new Error('the STOMP library is missing');

/** The most milliseconds until the parts are loaded that the first screen does not need. */
const IDLE_AFTER = 2_000;

/** The most characters of a stored value, and of a stored nickname. */
const MOST_STORED = 20_000;
const MOST_NAME = 200;

const byId = (id) => document.getElementById(id);
const base = new URL('.', document.baseURI).href;
const settings = byId('settings').dataset;
const sentences = Object.fromEntries([...byId('wording').content.querySelectorAll('p')].map((p) => [p.dataset.key, p.textContent]));
const language = document.documentElement.lang || 'en';
// the language of the page in the region of the browser
const i18n = new I18n(sentences, navigator.languages.find((one) => one.split('-')[0] === language) ?? language);
const serverCommands = [...byId('settings').content.querySelectorAll('p')].map((p) => ({ ...p.dataset, help: p.textContent }));
const commands = [
  ...serverCommands.map((command) => ({ ...command, help: i18n.help(command) })),
  { name: 'quiet', usage: '/quiet [ROOM] [LEVEL]', help: i18n.text('quiet.help') },
];
const browser = browserStore(prefixOf(new URL(base).pathname));
const tab = new TabStorage(storageOrNull(() => sessionStorage), storageOrNull(() => localStorage), new URL(base).pathname);
const invited = takeInvite();
const isCopy = await tab.settle(newMessageId);
if (invited) tab.write('invite', invited);

const later = (ms, then) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};
const linked = messageOf(new URL(location.href), base);
// a link to a message precedes the place where the user was reading
if (linked) tab.write('reading', null);
const pendingMessages = new PendingMessages(tab);
const history = new History(base, storedToken);
const session = new Session({ pendingMessages, history, storage: tab, later });
const connection = new Connection(new Transport(base), (options) => new globalThis.StompJs.Client(options));
new SessionProtocol({
  session,
  connection,
  pendingMessages,
  later,
  replay: Number(settings.replay),
  refusalText: (refusal) => i18n.refusal(refusal),
  replyText: (line, coded) => parts.replies.part?.text(line, coded) ?? line,
  helpText: (line) => serverCommands.reduce((words, { help }, place) => words.replace(help, () => commands[place].help), line),
});

const join = new JoinForm(i18n, Number(settings.nameLength));
const connectionBanner = new ConnectionBanner(i18n, later);
const scroll = new Scroll(byId('transcript'), [byId('older'), byId('live')]);
const dayChange = new DayChange({ now: () => Date.now(), later });
const colors = new NameColors(session, tab);
const extras = new MessageExtras({ i18n, colors, addressOf: (place) => permalinkOf(base, session.current.name, place) });
const highlight = (code, language) => void parts.highlighter.load().then((one) => one?.highlight(code, language));
new Transcript({ session, i18n, rows: new MessageRenderer({ i18n, extras, colors, highlight }), scroll, dayChange });
const reading = new ReadMarker({ session, i18n, scroll, storage: tab });
const status = new ActionStatus(later);
const parts = createPartsOnDemand({
  session,
  i18n,
  extras,
  actions: () => actions,
  jump: () => jump,
  base,
  limit: Number(settings.messageLength),
  nameLimit: Number(settings.nameLength),
  tab,
  store: browser,
  preferences: new Preferences(browser, new URL(base).pathname),
  reload: () => location.reload(),
  failed: reportMissingPart,
  files: { token: storedToken, limit: Number(settings.fileSize) },
});
new FileInput({ enabled: Number(settings.fileSize) > 0, uploads: parts.uploads, viewer: parts.viewer, failed: reportMissingPart });
const composer = new Composer({
  session,
  i18n,
  storage: tab,
  limit: Number(settings.messageLength),
  completionOf: (box) => new Completion({ box, session, emojis: parts.emojis, commands }),
  picker: parts.picker,
});
const jump = new MessageJump({ session, i18n, scroll, status });
session.addEventListener('aside', ({ detail: { lines } }) => status.show(lines.join(' ')));
const actions = new MessageActions({
  session,
  i18n,
  base,
  editWindow: Number(settings.editWindow),
  status,
  jump,
  scroll,
  composer,
  person: parts.person,
  editor: parts.editor,
  deletion: parts.deletion,
  picker: parts.picker,
});
composer.onRecall(() => actions.editLast());
const toolbar = new MessageToolbar(actions);
session.addEventListener('rights', () => toolbar.refresh());
new LongPress({ actions, sheet: parts.sheet, later });
new ReplyBar({ session, i18n });
new RoomHeader({ session, i18n, menu: parts.roomMenu, invite: parts.invite });
new RoomList({ session, i18n, colors, search: new RoomSearch({ session, i18n, finder: new RoomFinder({ session, later }) }) });
new PeopleList({ session, i18n, colors, menu: parts.person });
new DocumentTitle(session);
const quickSwitcher = new QuickSwitcher({ session, i18n, finder: new RoomFinder({ session, later }) });
new EmptyRoom({ session, i18n, base, status, quickSwitcher, invite: parts.invite });
new Keyboard({
  session,
  sidePanels: new SidePanels(session),
  reading,
  composer,
  quickSwitcher,
  preferences: parts.preferences,
  search: parts.search,
  shortcuts: parts.shortcuts,
});
new FocusRules({ session, composer });
new WakeDetector(connection, dayChange);

let begun = false;

join.addEventListener('join', ({ detail: { name, passcode } }) => connection.join({ name, passcode, invite: storedInvite() }));
connection.addEventListener('state', ({ detail }) => connectionBanner.state(detail));
connection.addEventListener('refused', ({ detail: { refusal } }) => {
  endInvite(refusal);
  join.refuse(refusal);
});
connection.addEventListener('unreachable', ({ detail: { blocked } }) => join.unreachable(blocked));
connection.addEventListener('connected', ({ detail: { name, token } }) => {
  tab.write('token', token);
  tab.write('name', name);
  browser.set('name', name);
  tab.saveVisit();
  openChat(name);
});
connectionBanner.addEventListener('try', () => connection.tryNow());
connectionBanner.addEventListener('rejoin', ({ detail }) => {
  endInvite(detail);
  if (detail.joining) askForName(i18n.refusal(detail));
  else connection.tryNow();
});
session.addEventListener('named', () => tab.write('name', session.name));
session.addEventListener('entered', ({ detail: { room } }) => {
  room.addEventListener('caught-up', ({ detail: { missed } }) => {
    if (room === session.current) connectionBanner.caughtUp(missed);
  });
});
session.addEventListener('shown', ({ detail: { conversation } }) => {
  if (conversation.kind !== 'room') return;
  const address = new URL(location.href);
  if (conversation.name === Session.LOBBY) address.searchParams.delete('room');
  else address.searchParams.set('room', conversation.name);
  address.searchParams.delete('at');
  address.hash = '';
  window.history.replaceState(null, '', address);
});
// a link to #java in this page, or an invitation
window.addEventListener('hashchange', () => {
  const secret = takeInvite();
  if (secret) {
    tab.write('invite', secret);
    if (begun) session.enter(`${roomOf(new URL(location.href)) ?? Session.LOBBY} ${secret}`);
    else showJoin('');
    return;
  }
  const room = roomOf(new URL(location.hash || '#', base));
  if (begun && room) session.enter(room);
});
session.addEventListener('quit', async () => {
  tab.clear();
  await Promise.race([connection.quit(), new Promise((done) => later(1_000, done))]);
  location.reload();
});

// a message that arrives before would not be shown
if (browser.get('notifications') === 'on' || browser.get('sound') === 'on') await parts.notifications.load();

const before = { token: storedToken(), name: textOrNull(tab.read('name'), MOST_NAME) };
if (before.token && before.name && !isCopy) {
  openChat(before.name);
  connection.join({ name: before.name, token: before.token, invite: storedInvite(), returning: true });
} else {
  showJoin(textOrNull(browser.get('name'), MOST_NAME) ?? '');
}

byId('start-problem').remove();

function openChat(name) {
  join.hide();
  const hidden = byId('chat').hidden;
  byId('chat').hidden = false;
  if (!begun) begin(name);
  if (hidden) composer.focus();
}

function begin(name) {
  begun = true;
  session.begin(name, linked?.room ?? roomOf(new URL(location.href)), storedInvite());
  if (linked) jump.open(linked);
  loadPartsSoon();
}

/** Loads the other parts when the browser is idle, or when the user is about to need one. */
function loadPartsSoon() {
  const idle = window.requestIdleCallback ?? ((then) => later(IDLE_AFTER, then));
  idle(() => parts.loadAll(), { timeout: IDLE_AFTER });
  for (const type of ['pointerover', 'keydown']) document.addEventListener(type, () => parts.loadAll(), { once: true, passive: true });
}

function reportMissingPart() {
  status.ask(i18n.text('page.part'), i18n.text('page.reload'), () => location.reload());
}

function askForName(reason) {
  byId('chat').hidden = true;
  showJoin(session.name, reason);
}

function showJoin(name, reason) {
  join.invited = storedInvite() !== null;
  join.show(name, reason);
}

/** Returns the secret of the invitation that this tab was opened with; null if there is none. */
function storedInvite() {
  return inviteOf({ hash: `#invite=${textOrNull(tab.read('invite'), MOST_NAME)}` });
}

/** An invitation that is not valid any more is forgotten, and the password is asked for. */
function endInvite({ code }) {
  if (code !== 'invite-invalid') return;
  tab.write('invite', null);
  join.invited = false;
}

/** Returns the resume token; null if there is none, or if another page has written something else. */
function storedToken() {
  const token = textOrNull(tab.read('token'), MOST_NAME);
  return token !== null && /^[\w-]+$/.test(token) ? token : null;
}

function storageOrNull(get) {
  try {
    return get();
  } catch {
    return null;
  }
}

/** Returns the storage that all tabs share; null if the browser blocks it. */
function browserStore(prefix) {
  const store = storageOrNull(() => localStorage);
  return {
    get: (key) => storageOrNull(() => textOrNull(store?.getItem(prefix + key), MOST_STORED)),
    set: (key, value) => storageOrNull(() => store?.setItem(prefix + key, value)),
  };
}
