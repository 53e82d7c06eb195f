import { NameColors } from '/js/nameColors.js';
import { equal, ok, test, Storage } from './harness.js';

function startColors(present = [], storage = new Storage()) {
  const session = { name: 'ada', rooms: [{ presence: { has: (name) => present.includes(name) } }] };
  return { colors: new NameColors(session, storage), storage };
}

const names = (number) => Array.from({ length: number }, (_, place) => `user${place}`);

test('users who are present have different hues while there are enough', () => {
  const present = names(NameColors.HUES);
  const { colors } = startColors(present);
  equal(new Set(present.map((name) => colors.hueOf(name))).size, NameColors.HUES);
});

test('further users share the hues evenly', () => {
  const present = names(2 * NameColors.HUES);
  const { colors } = startColors(present);
  const users = present.map((name) => colors.hueOf(name));
  for (const hue of users) equal(users.filter((other) => other === hue).length, 2);
});

test('hue of a user who has left is free', () => {
  const present = names(NameColors.HUES);
  const { colors } = startColors(present);
  const hues = present.map((name) => colors.hueOf(name));
  present.splice(3, 1, 'late');
  equal(colors.hueOf('late'), hues[3]);
});

test('user keeps the hue in each spelling and over a reload', async () => {
  const { colors, storage } = startColors(['bob']);
  const hue = colors.hueOf('bob');
  equal(colors.hueOf('BOB'), hue);
  await null;
  equal(startColors(['bob'], storage).colors.hueOf('Bob'), hue);
});

test('own nickname has the accent, which no other user has', () => {
  const present = names(40);
  const { colors } = startColors(present);
  equal(colors.hueOf('Ada'), NameColors.OWN);
  ok(!present.some((name) => colors.hueOf(name) === NameColors.OWN), 'accent is not given to others');
});

test('console of the operator has no hue', () => {
  equal(startColors().colors.hueOf('Server', 'operator'), NameColors.NONE);
});

test('damaged storage is ignored', () => {
  const storage = new Storage();
  for (const stored of ['x', [1], { bob: 'red' }, { bob: 99 }]) {
    storage.write('hues', stored);
    const hue = Number(startColors(['bob'], storage).colors.hueOf('bob'));
    ok(Number.isInteger(hue) && hue >= 0 && hue < NameColors.HUES, `hue ${hue}`);
  }
});
