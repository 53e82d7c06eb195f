import { OnDemand } from '/js/onDemand.js';
import { equal, test } from './harness.js';

/** A part whose loading the test ends. */
function slowPart() {
  const attempts = [];
  const failures = [];
  const part = new OnDemand(() => new Promise((resolve, reject) => attempts.push({ resolve, reject })), () => failures.push('failed'));
  return { part, attempts, failures };
}

const settled = () => new Promise((done) => setTimeout(done));

test('part is loaded once, and used when it arrives', async () => {
  const { part, attempts } = slowPart();
  const used = [];
  void part.load();
  part.use((one) => used.push(one));
  equal([attempts.length, used.length, part.part], [1, 0, null]);
  attempts[0].resolve('menu');
  await settled();
  equal([used, part.part], [['menu'], 'menu']);
});

test('loaded part is used at once', async () => {
  const { part, attempts } = slowPart();
  const loading = part.load();
  attempts[0].resolve('menu');
  equal(await loading, 'menu');
  const used = [];
  part.use((one) => used.push(one));
  equal(used, ['menu']);
});

test('only the latest use of all parts counts', async () => {
  const [menu, help, loaded] = [slowPart(), slowPart(), slowPart()];
  const used = [];
  menu.part.use(() => used.push('first user'));
  menu.part.use(() => used.push('second user'));
  menu.attempts[0].resolve('menu');
  await settled();
  equal(used, ['second user']);

  void loaded.part.load();
  loaded.attempts[0].resolve('room');
  await settled();
  help.part.use(() => used.push('help'));
  loaded.part.use(() => used.push('room'));
  help.attempts[0].reject(new Error('gone'));
  await settled();
  equal([used, help.failures], [['second user', 'room'], []]);
});

test('failure is reported to a user who waits, and the next use tries again', async () => {
  const { part, attempts, failures } = slowPart();
  const used = [];
  const early = part.load();
  attempts[0].reject(new Error('offline'));
  equal([await early, failures], [null, []]);
  part.use((one) => used.push(one));
  attempts[1].reject(new Error('offline'));
  await settled();
  equal([used, failures], [[], ['failed']]);
  part.use((one) => used.push(one));
  attempts[2].resolve('menu');
  await settled();
  equal([used, failures.length], [['menu'], 1]);
});
