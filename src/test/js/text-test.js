import { groupingOf } from '/js/messageGrouping.js';
import { escapeInput, parseInput, withoutAddress } from '/js/parseInput.js';
import { isVisible } from '/js/visibleText.js';
import { parseRoomName, roomOf } from '/js/roomName.js';
import { isEmojiOnly } from '/js/messageText.js';
import { faultOf, initialsOf, lengthOf, sameName } from '/js/names.js';
import { presenceSummary, typingText } from '/js/eventText.js';
import { Position } from '/js/position.js';
import { newMessageId } from '/js/messageId.js';
import { I18n } from '/js/i18n.js';
import { equal, ok, test } from './harness.js';

test('input is a message or a command', () => {
  equal(parseInput('hello'), { kind: 'say', text: 'hello', action: false });
  equal(parseInput(' \n '), { kind: 'nothing' });
  equal(parseInput('//who'), { kind: 'say', text: '/who', action: false });
  equal(parseInput('/me waves'), { kind: 'say', text: 'waves', action: true });
  equal(parseInput('\\ME waves'), { kind: 'say', text: 'waves', action: true });
  equal(parseInput('/join java'), { kind: 'command', name: 'join', rest: 'java', line: '/join java' });
  equal(parseInput('\\who'), { kind: 'command', name: 'who', rest: '', line: '\\who' });
  equal(parseInput('/?'), { kind: 'command', name: '', rest: '', line: '/?' });
  equal(parseInput('\\o/ hooray'), { kind: 'command', name: '', rest: '', line: '\\o/ hooray' });
});

test('doubled slash or backslash at the beginning stands for one', () => {
  equal(parseInput('\\\\o/'), { kind: 'say', text: '\\o/', action: false });
  equal(parseInput('\\\\\\server\\share'), { kind: 'say', text: '\\\\server\\share', action: false });
  equal(parseInput('/\\x').kind, 'command');
  for (const text of ['/etc', '\\o/', '\\\\server', '//x', 'plain', '']) {
    ok(text === '' || parseInput(escapeInput(text)).text === text, text);
  }
});

test('words of IRC stand for the commands', () => {
  const names = ['/part #java bye', '/names', '/whois bob', '/query bob', '/w bob', '/j #java', '/list', '/exit', '/PART'].map((text) => parseInput(text).name);
  equal(names, ['leave', 'who', 'who', 'msg', 'msg', 'join', 'rooms', 'quit', 'leave']);
});

test('nickname is found without the signs of a form of address', () => {
  equal(['@bob', 'bob,', '@bob:', 'bob', '@', ',', 'a,b'].map(withoutAddress), ['bob', 'bob', 'bob', 'bob', '@', ',', 'a,b']);
});

test('room is named in any case, with or without #, in a text or a link', () => {
  equal(['Java', '#Java', ' #lan-party ', '', '#', null, 'a b', '##x'].map(parseRoomName), ['java', 'java', 'lan-party', null, null, null, null, null]);
  const rooms = ['?room=%23Java', '?room=Java', '#Java', '?room=java#other', '#%20', '', '#%zz'].map((end) => roomOf(new URL(`http://a.example/${end}`)));
  equal(rooms, ['java', 'java', 'java', 'java', null, null, null]);
});

test('text of which nothing can be seen is no message', () => {
  for (const text of ['\u200b', '\u00a0', '\u2800', '\u3164', '\u115f\u1160', '\uffa0', '\u00ad', '\ufe0f', '\u2060 \ufeff', '\u{e0041}\u{e007f}', '\u034f', '\u180e', '\u{1d159}', '\u0007']) {
    equal([parseInput(text).kind, isVisible(text)], ['nothing', false]);
  }
  for (const text of ['a', '\u200ba', '❤\ufe0f', '\u0600', '.', '\ufffd', '🏴\u{e0067}\u{e007f}', '\u0301a']) equal([parseInput(text).kind, isVisible(text)], ['say', true]);
});

test('unpaired surrogate is replaced, because servers reject it', () =>
  equal(parseInput('a\ud83d b 👋').text, 'a\ufffd b 👋'));

test('white space inside a message is kept and trailing white space removed', () =>
  equal(parseInput('  a\n\n b  \n'), { kind: 'say', text: '  a\n\n b', action: false }));

test('nickname length is counted in code points', () => {
  equal(lengthOf('a𝒳é'), 3);
  equal(faultOf('𝒳'.repeat(10), 10), null);
  equal(faultOf('abcdefghijk', 10), { key: 'name.long', values: [10, 11] });
});

test('each kind of invalid nickname has its own error', () => {
  equal(faultOf('', 10).key, 'name.empty');
  equal(faultOf('a b', 10).key, 'name.space');
  equal(faultOf('a\u200bb', 10).key, 'name.control');
  equal(faultOf('a😀', 10).key, 'name.emoji');
  for (const name of ['\u0301', '\u0300\u0301\u0302', '\u0941x', '\u0e31']) equal(faultOf(name, 10).key, 'name.mark');
  for (const name of ['--', '_', '.', "'-'", '$+^']) equal(faultOf(name, 10).key, 'name.letter');
  for (const name of ['-1', '_a_', '岡', 'é']) equal(faultOf(name, 10), null);
  equal(faultOf('0123456789', 10).key, 'name.digits');
  for (const name of ['ada', 'Zoë', '李雷', 'ada_', 'x#1', '012345678']) equal(faultOf(name, 10), null);
});

test('avatar has two characters of the nickname', () => {
  const avatars = { ada: 'AD', élan: 'ÉL', 'e\u0301lan': 'E\u0301L', x: 'X', سارة: 'سا', 李雷: '李雷', '-1': '1', ada_lovelace: 'AL', 'mary-ann': 'MA', teacher_: 'TE' };
  for (const [name, avatar] of Object.entries(avatars)) equal([name, initialsOf(name)], [name, avatar]);
});

test('avatars of numbered pupils differ by the last digit', () => {
  equal(['pupil1', 'pupil2', 'pupil13', 'P60'].map(initialsOf), ['P1', 'P2', 'P3', 'P0']);
});

test('nicknames are compared without case', () => {
  ok(sameName('Ada', 'ADA'), 'the same nickname');
});

test('position is parsed and formatted', () => {
  equal(Position.parse('e7:42'), { epoch: 'e7', seq: 42 });
  equal(Position.parse('e7:42').with(43).toString(), 'e7:43');
  equal([Position.parse('42'), Position.parse(undefined), Position.parse('a:b')], [null, null, null]);
});

test('references are valid and unique', () => {
  const all = Array.from({ length: 100 }, newMessageId);
  equal(new Set(all).size, 100);
  ok(all.every((one) => /^[A-Za-z0-9._-]{1,64}$/.test(one)), 'fit');
});

const i18n = new I18n(
  {
    hello: 'Hello {0} and {1}',
    'n.one': 'one',
    'n.other': '{0} of them',
    'transcript.today': 'Today',
    'transcript.yesterday': 'Yesterday',
    'presence.joined': '{0} joined',
    'presence.joined.several': '{0} joined',
    'presence.joined.terminal': '{0} joined from a terminal',
    'presence.left': '{0} left',
    'presence.left.several': '{0} left',
    'presence.left.reason': '{0} left ({1})',
    'presence.renamed': '{0} is now {1}',
    'presence.more.one': 'and 1 more',
    'presence.more.other': 'and {0} more',
    'via.terminal': 'terminal',
    'typing.one': '{0} writes',
    'typing.two': '{0} and {1} write',
    'typing.more': 'several write',
    'connection.ended': 'over',
  },
  'en-GB',
);

test('placeholders are replaced by any values', () => {
  equal(i18n.text('hello', '{1}', '$&'), 'Hello {1} and $&');
  equal(i18n.text('no.such'), 'no.such');
});

test('counts have a plural form and a thousands separator', () => {
  equal(i18n.count('n', 1), 'one');
  equal(i18n.count('n', 12_345), '12,345 of them');
});

test('days are formatted as today, yesterday or a date', () => {
  const now = new Date(2026, 10, 20, 0, 5).getTime();
  equal(i18n.day(new Date(2026, 10, 20, 0, 1).getTime(), now), 'Today');
  equal(i18n.day(new Date(2026, 10, 19, 23, 59).getTime(), now), 'Yesterday');
  ok(i18n.day(new Date(2026, 10, 1).getTime(), now).includes('November'), 'the date');
});

test("operator's reason is kept in a translated refusal", () => {
  const german = new I18n({ 'refusal.kicked': 'Hinausgebeten{0}', 'command.who': 'Zeigt', 'connection.ended': 'vorbei' }, 'de');
  equal(german.refusal({ code: 'kicked', sentence: 'Sent off: go: now.' }), 'Hinausgebeten: go: now.');
  equal(german.refusal({ code: 'kicked', sentence: 'Sent off.' }), 'Hinausgebeten.');
  const muted = new I18n({ 'refusal.muted': 'Stumm{1}{0} Lies.', 'term.until': ' bis {0}' }, 'de');
  const sentence = 'The operator has muted you until 18:05 UTC, 29 minutes from now: 2 strikes. You can read, but not send, create rooms or change your name.';
  equal(muted.refusal({ code: 'muted', sentence }), `Stumm bis ${muted.localTimes('18:05 UTC')}: 2 strikes. Lies.`);
  equal(muted.refusal({ code: 'muted', sentence: 'The operator has muted you. You can read, but not send.' }), 'Stumm. Lies.');
  equal([german.help({ name: 'who', help: 'Lists' }), german.help({ name: 'new', help: 'Is new.' })], ['Zeigt', 'Is new.']);
});

test('refusal without a sentence has a default', () => {
  equal(i18n.refusal({ code: 'x', sentence: 'Because.' }), 'Because.');
  equal(i18n.refusal({ code: 'x', sentence: '' }), 'over');
});

test('joins and leaves are combined in one sentence', () => {
  const people = (...names) => names.map((name) => ({ name, via: 'browser', reason: '' }));
  const line = (joined, left = [], renamed = []) => presenceSummary(i18n, { joined, left, renamed });
  equal(line(people('ada')), 'ada joined');
  equal(line(people('ada', 'bob', 'cy')), 'ada, bob and cy joined');
  equal(line(people('ada', 'bob', 'cy', 'dee', 'eve')), 'ada, bob and 3 more joined');
  equal(line([{ name: 'linus', via: 'terminal' }]), 'linus joined from a terminal');
  equal(line([], [{ name: 'ken', reason: 'connection lost' }]), 'ken left (connection lost)');
  equal(line(people('ada'), people('bob'), [{ from: 'cy', to: 'dee' }]), 'ada joined · bob left · cy is now dee');
});

test('typing notice names at most two users', () => {
  equal(['', 'a', 'ab', 'abc'].map((names) => typingText(i18n, [...names])), ['', 'a writes', 'a and b write', 'several write']);
});

const said = (from, at, more) => ({ kind: 'message', from, via: '', at, ...more });
const noon = new Date(2026, 10, 20, 12).getTime();

test('author is not repeated within five minutes', () => {
  ok(groupingOf(said('ada', noon), said('ada', noon + 60_000)).continues, 'continues');
  ok(!groupingOf(said('ada', noon), said('ada', noon + 300_001)).continues, 'too late');
  ok(!groupingOf(said('ada', noon), said('bob', noon)).continues, 'another author');
  ok(!groupingOf({ kind: 'presence', at: noon }, said('ada', noon)).continues, 'another entry between');
  ok(!groupingOf(said('ada', noon), said('ada', noon, { action: true })).continues, 'an action');
});

test('day changes at local midnight', () => {
  const midnight = new Date(2026, 10, 21).getTime();
  ok(groupingOf(said('ada', midnight - 1_000), said('ada', midnight)).newDay, 'new');
  ok(!groupingOf(said('ada', midnight - 1_000), said('ada', midnight)).continues, 'named again');
  ok(groupingOf(undefined, said('ada', noon)).newDay, 'the first has a date');
});

test('message of a few emojis is shown larger, one with other characters is not', () => {
  for (const text of ['🎉', '🎉🎉', '👍🏽', '👩‍👩‍👧', '🇩🇪', '❤️ 🔥', '3️⃣']) ok(isEmojiOnly(text), text);
  for (const text of ['', ' ', '1', '12', '#', '*', '🎉!', 'a🎉', '🎉'.repeat(7), '™']) ok(!isEmojiOnly(text), text);
});

test('times of the server are shown as times of the browser', () => {
  const i18n = new I18n({}, 'en');
  const at = new Date();
  at.setSeconds(0, 0);
  const utc = at.toISOString();
  equal(i18n.localTimes(`${utc} bob: hi`), `${i18n.time(at)} bob: hi`);
  equal(i18n.localTimes(`until ${utc.slice(0, 10)} ${utc.slice(11, 16)} UTC, soon`), `until ${i18n.time(at)}, soon`);
  equal(i18n.localTimes('2001-02-03T04:05:06Z bob: hi'), `Feb 3, 2001 ${i18n.time(Date.parse('2001-02-03T04:05:06Z'))} bob: hi`);
  equal(i18n.localTimes('at 12:00 in room UTC'), 'at 12:00 in room UTC');
});
