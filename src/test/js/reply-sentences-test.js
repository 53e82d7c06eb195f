import { ReplySentences } from '/js/replySentences.js';
import { equal, test } from './harness.js';

const german = new ReplySentences({ 'nick-changed': 'Du bist jetzt {0}.', 'who-page': '{1}: {0} Personen' });

test('line with a code is shown in the language of the page, with its arguments', () => {
  equal(german.text('You are ada now.', { code: 'nick-changed', arguments: ['ada'] }), 'Du bist jetzt ada.');
  equal(german.text('2 in tea', { code: 'who-page', arguments: ['2', 'tea'] }), 'tea: 2 Personen');
  equal(german.text('You are {1} now.', { code: 'nick-changed', arguments: ['{1}'] }), 'Du bist jetzt {1}.');
});

test('line without a known code stays as the server sent it', () => {
  equal(german.text('Plain.', undefined), 'Plain.');
  equal(german.text('Plain.', null), 'Plain.');
  equal(german.text('Plain.', { code: 'toString', arguments: [] }), 'Plain.');
});
