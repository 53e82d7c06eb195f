import { groupingOf } from '/js/messageGrouping.js';
import { parseInput } from '/js/parseInput.js';
import { mentions, parse } from '/js/markup.js';
import { faultOf, hueOf, initialOf, lengthOf, sameName } from '/js/names.js';
import { presenceSummary, typingText } from '/js/eventText.js';
import { Position } from '/js/position.js';
import { newMessageId } from '/js/messageId.js';
import { I18n } from '/js/i18n.js';
import { equal, ok, test } from './harness.js';

const kinds = (text, ...names) => parse(text, (name) => names.includes(name)).map(({ kind, text: part }) => `${kind}:${part}`);

test('a plain text is one token', () => equal(kinds('hello there'), ['text:hello there']));

test('code, bold and italic are told apart', () =>
  equal(kinds('a `b*c*` *d e* _f_'), ['text:a ', 'code:b*c*', 'text: ', 'bold:d e', 'text: ', 'italic:f']));

test('stars and underscores within words mean nothing', () => {
  equal(kinds('2*3*4 snake_case_name'), ['text:2*3*4 snake_case_name']);
  equal(kinds('* list * of'), ['text:* list * of']);
});

test('a block keeps its lines and loses the name of its language', () =>
  equal(kinds('see ```js\nlet a;\nlet b;\n``` ok'), ['text:see ', 'block:let a;\nlet b;', 'text: ok']));

test('a link ends before the punctuation of its sentence', () => {
  equal(kinds('at https://a.example/x, or (http://b.example/y_(z)).'), [
    'text:at ',
    'link:https://a.example/x',
    'text:, or (',
    'link:http://b.example/y_(z)',
    'text:).',
  ]);
});

test('only http and https are links', () => {
  for (const text of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'file:///etc/passwd']) {
    equal(kinds(text), [`text:${text}`]);
  }
});

test('a name is a mention only if somebody bears it', () => {
  equal(kinds('hi @ada, and @bob', 'ada'), ['text:hi ', 'mention:@ada', 'text:, and @bob']);
  equal(kinds('mail me@ada', 'ada'), ['text:mail me@ada']);
});

test('a name may end in punctuation', () => equal(kinds('@ada_. yes', 'ada_'), ['mention:@ada_', 'text:. yes']));

test('a mention in code speaks to nobody', () => {
  ok(mentions('hello @Ada!', 'ada'), 'mentioned whatever the case');
  ok(!mentions('hello `@ada`', 'ada'), 'not mentioned in code');
  ok(!mentions('hello @adaline', 'ada'), 'not mentioned by a longer name');
});

test('long input without an end is parsed at once', () => {
  const started = performance.now();
  for (const part of ['*a', '_a', '`', '@a', 'http://(', '```']) parse(part.repeat(2_000));
  ok(performance.now() - started < 1_000, 'took too long');
});

test('what is typed is said, or done', () => {
  equal(parseInput('hello'), { kind: 'say', text: 'hello', action: false });
  equal(parseInput(' \n '), { kind: 'nothing' });
  equal(parseInput('//who'), { kind: 'say', text: '/who', action: false });
  equal(parseInput('/me waves'), { kind: 'say', text: 'waves', action: true });
  equal(parseInput('\\ME waves'), { kind: 'say', text: 'waves', action: true });
  equal(parseInput('/join java'), { kind: 'command', name: 'join', rest: 'java', line: '/join java' });
  equal(parseInput('\\who'), { kind: 'command', name: 'who', rest: '', line: '\\who' });
  equal(parseInput('/?'), { kind: 'command', name: '', rest: '', line: '/?' });
});

test('half a character is shown as such, for no server takes it', () =>
  equal(parseInput('a\ud83d b 👋').text, 'a\ufffd b 👋'));

test('the white space inside a message stays, the one after it goes', () =>
  equal(parseInput('  a\n\n b  \n'), { kind: 'say', text: '  a\n\n b', action: false }));

test('a name is measured in characters', () => {
  equal(lengthOf('a𝒳é'), 3);
  equal(faultOf('𝒳'.repeat(10), 10), null);
  equal(faultOf('abcdefghijk', 10), { key: 'name.long', values: [10, 11] });
});

test('what a name cannot have is said by kind', () => {
  equal(faultOf('', 10).key, 'name.empty');
  equal(faultOf('a b', 10).key, 'name.space');
  equal(faultOf('a\u200bb', 10).key, 'name.control');
  equal(faultOf('a😀', 10).key, 'name.emoji');
  equal(faultOf('0123456789', 10).key, 'name.digits');
  for (const name of ['ada', 'Zoë', '李雷', 'ada_', 'x#1', '012345678']) equal(faultOf(name, 10), null);
});

test('a name has one colour and one letter', () => {
  equal(hueOf('ada'), hueOf('ADA'));
  ok(new Set(['ada', 'bob', 'cy', 'dee', 'eve', 'fay'].map(hueOf)).size > 2, 'colours differ');
  equal(initialOf('élan'), 'É');
  ok(sameName('Ada', 'ADA'), 'the same person');
});

test('a position is read and written', () => {
  equal(Position.parse('e7:42'), { epoch: 'e7', seq: 42 });
  equal(Position.parse('e7:42').with(43).toString(), 'e7:43');
  equal([Position.parse('42'), Position.parse(undefined), Position.parse('a:b')], [null, null, null]);
});

test('references are fit to be sent, and new each time', () => {
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

test('sentences are filled in, whatever their values hold', () => {
  equal(i18n.text('hello', '{1}', '$&'), 'Hello {1} and $&');
  equal(i18n.text('no.such'), 'no.such');
});

test('counts have their plural form and their thousands', () => {
  equal(i18n.count('n', 1), 'one');
  equal(i18n.count('n', 12_345), '12,345 of them');
});

test('days are today, yesterday, or their date', () => {
  const now = new Date(2026, 10, 20, 0, 5).getTime();
  equal(i18n.day(new Date(2026, 10, 20, 0, 1).getTime(), now), 'Today');
  equal(i18n.day(new Date(2026, 10, 19, 23, 59).getTime(), now), 'Yesterday');
  ok(i18n.day(new Date(2026, 10, 1).getTime(), now).includes('November'), 'the date');
});

test('what a person added to a refusal stays, in whatever language the page says it', () => {
  const german = new I18n({ 'refusal.kicked': 'Hinausgebeten{0}', 'command.who': 'Zeigt', 'connection.ended': 'vorbei' }, 'de');
  equal(german.refusal({ code: 'kicked', sentence: 'Sent off: go: now.' }), 'Hinausgebeten: go: now.');
  equal(german.refusal({ code: 'kicked', sentence: 'Sent off.' }), 'Hinausgebeten.');
  equal([german.help({ name: 'who', help: 'Lists' }), german.help({ name: 'new', help: 'Is new.' })], ['Zeigt', 'Is new.']);
});

test('a refusal without a sentence still says something', () => {
  equal(i18n.refusal({ code: 'x', sentence: 'Because.' }), 'Because.');
  equal(i18n.refusal({ code: 'x', sentence: '' }), 'over');
});

test('comings and goings fold into one sentence', () => {
  const people = (...names) => names.map((name) => ({ name, via: 'browser', reason: '' }));
  const line = (joined, left = [], renamed = []) => presenceSummary(i18n, { joined, left, renamed });
  equal(line(people('ada')), 'ada joined');
  equal(line(people('ada', 'bob', 'cy')), 'ada, bob and cy joined');
  equal(line(people('ada', 'bob', 'cy', 'dee', 'eve')), 'ada, bob and 3 more joined');
  equal(line([{ name: 'linus', via: 'terminal' }]), 'linus joined from a terminal');
  equal(line([], [{ name: 'ken', reason: 'connection lost' }]), 'ken left (connection lost)');
  equal(line(people('ada'), people('bob'), [{ from: 'cy', to: 'dee' }]), 'ada joined · bob left · cy is now dee');
});

test('who is writing is named up to two', () => {
  equal(['', 'a', 'ab', 'abc'].map((names) => typingText(i18n, [...names])), ['', 'a writes', 'a and b write', 'several write']);
});

const said = (from, at, more) => ({ kind: 'message', from, via: '', at, ...more });
const noon = new Date(2026, 10, 20, 12).getTime();

test('an author who goes on within five minutes is not named again', () => {
  ok(groupingOf(said('ada', noon), said('ada', noon + 60_000)).continues, 'goes on');
  ok(!groupingOf(said('ada', noon), said('ada', noon + 300_001)).continues, 'too late');
  ok(!groupingOf(said('ada', noon), said('bob', noon)).continues, 'another');
  ok(!groupingOf({ kind: 'presence', at: noon }, said('ada', noon)).continues, 'something between');
  ok(!groupingOf(said('ada', noon), said('ada', noon, { action: true })).continues, 'an action');
});

test('local midnight begins a new day', () => {
  const midnight = new Date(2026, 10, 21).getTime();
  ok(groupingOf(said('ada', midnight - 1_000), said('ada', midnight)).newDay, 'new');
  ok(!groupingOf(said('ada', midnight - 1_000), said('ada', midnight)).continues, 'named again');
  ok(groupingOf(undefined, said('ada', noon)).newDay, 'the first has a date');
});
