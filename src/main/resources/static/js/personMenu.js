import { Menu } from './menu.js';
import { ban, deleteSince, kick, mute, unban, unmute } from './operatorCommands.js';

/**
 * The menu of a user: for all users a direct message and to ignore the user, for operators also kicks, bans, mutes, and the
 * deletion of the user's messages.
 */
export class PersonMenu {
  static #MOST_REASON = 200;
  static #HOUR = 60;
  static #DAY = 24 * PersonMenu.#HOUR;
  static #PERIODS = [10, PersonMenu.#HOUR, PersonMenu.#DAY, 7 * PersonMenu.#DAY];
  /** The sentences of the acts, and the minutes that are chosen first. */
  static #KICK = { title: 'person.kick.title', explanation: 'person.kick.text', confirm: 'person.kick' };
  static #MUTE = { title: 'person.mute.title', explanation: 'person.mute.text', confirm: 'person.mute', minutes: PersonMenu.#HOUR };
  static #BAN = { title: 'person.ban.title', explanation: 'person.ban.text', confirm: 'person.ban', minutes: PersonMenu.#DAY };

  #title = document.getElementById('person-menu-title');
  #ignore = document.querySelector('#person-menu [data-action=ignore]');
  #menu = new Menu(document.getElementById('person-menu'), (action) => this.#perform(action));
  #session;
  #i18n;
  #prompt;
  #name = '';

  /** @param {{session: object, i18n: import('./i18n.js').I18n, prompt: import('./actionPrompt.js').ActionPrompt}} parts */
  constructor({ session, i18n, prompt }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#prompt = prompt;
  }

  /** Opens the menu of the user with a nickname. */
  open(name) {
    this.#name = name;
    this.#title.textContent = name;
    this.#ignore.textContent = this.#i18n.text(this.#session.ignores(name) ? 'person.unignore' : 'person.ignore');
    this.#menu.open(this.#actions);
  }

  get #actions() {
    const { operator, current } = this.#session;
    const acts = operator ? ['kick', ...this.#either('muted', 'mute', 'unmute'), ...this.#either('banned', 'ban', 'unban')] : [];
    return new Set(['write', 'ignore', ...acts, ...(operator && current.kind === 'room' ? ['purge'] : [])]);
  }

  /** Returns the act that changes something; both if the page does not know which. */
  #either(kind, impose, lift) {
    const applies = this.#session.sanctioned(kind, this.#name);
    return applies === null ? [impose, lift] : [applies ? lift : impose];
  }

  #perform(action) {
    const name = this.#name;
    switch (action) {
      case 'write':
        return void this.#session.converse(name);
      case 'ignore':
        return void this.#session.submit(`/${this.#session.ignores(name) ? 'unignore' : 'ignore'} ${name}`);
      case 'kick':
        return this.#ask(PersonMenu.#KICK, ({ text }) => kick(name, text));
      case 'mute':
        return this.#ask(PersonMenu.#MUTE, ({ choice, text }) => mute(name, choice, text));
      case 'ban':
        return this.#ask(PersonMenu.#BAN, ({ choice, text }) => ban(name, choice, text));
      case 'purge':
        return this.#purge(name, this.#session.current.name);
      case 'unban':
        return void this.#session.submit(unban(name));
      default:
        return void this.#session.submit(unmute(name));
    }
  }

  #purge(name, room) {
    const i18n = this.#i18n;
    this.#prompt.ask(
      {
        title: i18n.text('person.purge.title', name),
        explanation: i18n.text('person.purge.text', name, room),
        confirm: i18n.text('person.purge'),
        choice: { label: i18n.text('person.period'), options: this.#options(PersonMenu.#PERIODS), chosen: PersonMenu.#HOUR },
      },
      ({ choice }) => this.#session.submit(deleteSince(room, name, choice)),
    );
  }

  /** @param {object} act its sentences @param {(answer: object) => string} lineOf returns the command */
  #ask({ title, explanation, confirm, minutes }, lineOf) {
    const i18n = this.#i18n;
    const endless = { value: null, text: i18n.text('person.endless') };
    this.#prompt.ask(
      {
        title: i18n.text(title, this.#name),
        explanation: i18n.text(explanation, this.#name),
        confirm: i18n.text(confirm),
        ...(minutes && { choice: { label: i18n.text('person.term'), options: [...this.#options(PersonMenu.#PERIODS), endless], chosen: minutes } }),
        text: { label: i18n.text('person.reason'), value: '', limit: PersonMenu.#MOST_REASON },
      },
      (answer) => this.#session.submit(lineOf(answer)),
    );
  }

  #options(minutes) {
    return minutes.map((value) => ({ value, text: this.#i18n.duration(value * 60) }));
  }
}
