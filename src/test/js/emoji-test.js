import { emojiOf, merged, parseCommon, parseData, search } from '/js/emojiSearch.js';
import { messageOf, permalinkOf } from '/js/permalink.js';
import { equal, test } from './harness.js';

const common = parseCommon('👍 Daumen hoch, ja, +1|❤️ Herz, Liebe');
const data = parseData({
  '👍': ['thumbs_up', 'thumbsup', 'yes', '+1'],
  '👎': ['thumbs_down', 'thumbsdown', 'no', '-1'],
  '❤️': ['red_heart', 'love'],
  '💔': ['broken_heart', 'sad'],
  '🎉': ['party_popper', 'tada'],
  '😢': ['crying_face', 'sad'],
});
const all = merged(common, data);
const emojis = (found) => found.map(({ emoji }) => emoji).join('');

test('common emojis have the names of the page and of the data, and come first', () => {
  equal(all.map(({ emoji, name }) => `${emoji} ${name}`), ['👍 Daumen hoch', '❤️ Herz', '👎 thumbs down', '💔 broken heart', '🎉 party popper', '😢 crying face']);
  equal(emojis(search(all, 'daumen', 8)), '👍');
  equal(emojis(search(all, 'thumbs', 8)), '👍👎');
});

test('the best matches come first', () => {
  equal(emojis(search(all, 'heart', 8)), '❤️💔');
  equal(emojis(search(all, 'he', 8)), '❤️💔');
  equal(emojis(search(all, 'Broken_Heart', 8)), '💔');
  equal(emojis(search(all, 'art', 8)), '❤️💔🎉');
  equal(emojis(search(parseData({ '🧗': ['climbing', 'rock'], '🚀': ['rocket', 'fly'], '🪨': ['rock'], '🐦': ['bird', 'rocky'] }), 'rock', 8)), '🪨🚀🧗🐦');
  equal(emojis(search(all, 'zebra', 8)), '');
  equal(emojis(search(all, '', 2)), '👍❤️');
  equal(emojis(search(all, '+1', 8)), '👍');
});

test('a name between colons is the first name of an emoji, or one that no other has', () => {
  equal([emojiOf(all, 'party_popper'), emojiOf(all, 'tada'), emojiOf(all, 'sad'), emojiOf(all, '-1'), emojiOf(all, 'nothing')], ['🎉', '🎉', undefined, '👎', undefined]);
});

test('data of another form has no emojis', () => {
  equal([parseData(null), parseData({ a: 'b', c: [], d: [5], ['x'.repeat(40)]: ['name'] })], [[], []]);
});

test('permalink leads to its message, also below a path', () => {
  const link = permalinkOf('https://chat.example/team/?x=1#y', 'java', 'a1b2:42');
  equal(link, 'https://chat.example/team/?room=java&at=a1b2:42');
  const { room, position } = messageOf(new URL(link), 'https://chat.example/team/');
  equal([room, position.toString()], ['java', 'a1b2:42']);
});

test('other addresses lead to no message', () => {
  const base = 'https://chat.example/';
  const links = ['?room=java', '?at=e:1', '?room=java&at=5', '?room=java&at=e:', '?room=no%20room&at=e:1', `?room=java&at=${'e'.repeat(65)}:1`, '?room=java&at=e:99999999999999999999', 'other?room=java&at=e:1', 'https://other.example/?room=java&at=e:1'];
  equal(links.map((link) => messageOf(new URL(link, base), base)), links.map(() => null));
});
