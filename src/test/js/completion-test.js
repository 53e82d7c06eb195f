import { Completion } from '/js/completion.js';
import { equal, test } from './harness.js';

const commands = ['who', 'whois', 'write'].map((name) => ({ name, usage: `/${name}`, help: '' }));

/** Opens the list with a text in the box. */
function open(text, session = {}) {
  document.body.innerHTML = '<ul id="completion" role="listbox" tabindex="0" hidden></ul><textarea></textarea><button></button>';
  const [list, box] = document.body.children;
  const completion = new Completion({ box, session, emojis: {}, commands });
  box.addEventListener('keydown', (event) => completion.pressed(event));
  box.value = text;
  box.focus();
  completion.update();
  const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const chosen = () => list.querySelector('[aria-selected=true]')?.textContent.trim();
  return { list, box, completion, press, chosen };
}

test('arrow keys select in the text box, and Enter takes the selection', () => {
  const { list, box, press, chosen } = open('/w');
  equal([chosen(), box.getAttribute('aria-activedescendant')], ['/who', 'completion-0']);
  press('ArrowDown');
  equal([chosen(), box.getAttribute('aria-activedescendant')], ['/whois', 'completion-1']);
  press('Enter');
  equal([box.value, list.hidden, box.hasAttribute('aria-activedescendant')], ['/whois ', true, false]);
});

test('@ alone lists the others in the room', () => {
  const people = ['cleo', 'ada', 'bob'].map((name) => ({ name }));
  const { list, box, press, chosen } = open('hi @', { name: 'ada', current: { presence: { people } } });
  equal([[...list.children].map((option) => option.textContent.trim()), chosen()], [['@bob', '@cleo'], '@bob']);
  press('Tab');
  equal(box.value, 'hi @bob ');
});

test('the list is open while it has the focus, and has the same keys', () => {
  const { list, box, press, chosen } = open('/w');
  list.focus();
  equal([list.hidden, list.getAttribute('aria-activedescendant')], [false, 'completion-0']);
  press('ArrowUp');
  equal([chosen(), list.getAttribute('aria-activedescendant'), document.activeElement === list], ['/write', 'completion-2', true]);
  press('Enter');
  equal([box.value, list.hidden, document.activeElement === box], ['/write ', true, true]);
});

test('Enter and a letter in the list continue in the text box', () => {
  const { list, box, press } = open('/w');
  list.focus();
  press('h');
  equal([document.activeElement === box, list.hidden], [true, false]);
  list.focus();
  press('Enter');
  equal([box.value, document.activeElement === box], ['/who ', true]);
});

test('Escape and another focus close the list', () => {
  const { list, box, press } = open('/w');
  list.focus();
  press('Escape');
  equal([list.hidden, document.activeElement === box], [true, true]);
  const again = open('/w');
  again.list.focus();
  document.querySelector('button').focus();
  equal([again.list.hidden, document.activeElement.tagName], [true, 'BUTTON']);
});
