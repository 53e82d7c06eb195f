import { faultOf, initialsOf } from './names.js';

/**
 * The join form. Checks a name while it is typed, and shows the refusals of the server. Fires `join` {name, passcode}.
 */
export class JoinForm extends EventTarget {
  #page = document.getElementById('join');
  #form = document.getElementById('join-form');
  #name = document.getElementById('name');
  #passcode = document.getElementById('passcode');
  #invited = false;
  #help = document.getElementById('name-help');
  #reason = document.getElementById('join-reason');
  #button;
  #i18n;
  #limit;

  /** @param {import('./i18n.js').I18n} i18n @param {number} limit the longest name */
  constructor(i18n, limit) {
    super();
    this.#i18n = i18n;
    this.#limit = limit;
    this.#button = this.#form.querySelector('button');
    this.#describeWays();
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#name.addEventListener('input', () => this.#check());
    this.#passcode?.addEventListener('input', () => this.#showProblem(''));
  }

  /** Shows the form. @param {string} name the last name @param {string} reason the reason to show it again */
  show(name, reason = '') {
    this.#page.hidden = false;
    this.#page.classList.add('asked');
    this.#reason.textContent = reason || (this.#invited ? this.#i18n.text('join.invited') : '');
    this.#reason.classList.toggle('calm', reason === '');
    this.#busy(false);
    this.#name.focus();
    if (this.#name.value === '') {
      this.#name.value = name;
      this.#name.select();
    }
    // the user pressed Join before the scripts were loaded
    const { dataset } = document.documentElement;
    if (dataset.submitted !== undefined) this.#submit();
    delete dataset.submitted;
  }

  /** Asks for no password, or asks for it again. */
  set invited(invited) {
    this.#invited = invited;
    for (const part of this.#passcode ? [this.#passcode, ...this.#passcode.labels] : []) part.hidden = invited;
  }

  hide() {
    this.#page.hidden = true;
    this.#busy(false);
    this.#showProblem('');
  }

  /** Shows a refusal. @param {{code: string, sentence: string, suggestions?: string[]}} refusal */
  refuse(refusal) {
    this.#busy(false);
    const sentence = this.#i18n.refusal(refusal);
    this.#showProblem(sentence, /^(?:pass|invite)/.test(refusal.code));
    const names = refusal.suggestions ?? [];
    if (names.length > 0) this.#help.replaceChildren(...this.#withButtons(sentence, names));
  }

  /** The server cannot be reached. @param {boolean} blocked whether it answers, but no transport works */
  unreachable(blocked) {
    this.#busy(false);
    this.#showProblem(blocked ? this.#i18n.text('join.blocked', location.host) : this.#i18n.text('join.unreachable'));
    this.#name.removeAttribute('aria-invalid');
  }

  /** Shows the users of the lobby, and the addresses for other devices and for terminals. */
  #describeWays() {
    document.querySelectorAll('#join-people .avatar').forEach((avatar, place) => {
      avatar.dataset.initials = initialsOf(avatar.title);
      avatar.dataset.hue = String(place);
    });
    const page = document.getElementById('page-address');
    const isLocal = /^(localhost|127\.|\[)/.test(location.hostname);
    const address = page.dataset.address ?? (isLocal ? null : location.origin + location.pathname.replace(/\/$/, ''));
    page.parentElement.hidden = address === null;
    page.textContent = address ?? '';
    const terminal = document.getElementById('terminal-command');
    const host = address === null ? location.hostname : new URL(address).hostname;
    if (terminal) terminal.textContent = `nc ${host} ${terminal.dataset.port}`;
  }

  #submit() {
    if (this.#button.getAttribute('aria-disabled') === 'true') return;
    const name = this.#name.value.trim();
    const fault = faultOf(name, this.#limit);
    if (fault) {
      this.#showProblem(this.#i18n.text(fault.key, ...fault.values));
      this.#name.focus();
      return;
    }
    if (this.#passcode && !this.#invited && this.#passcode.value === '') {
      this.#showProblem(this.#i18n.text('passcode.empty'), true);
      this.#passcode.focus();
      return;
    }
    this.#showProblem('');
    this.#busy(true);
    this.dispatchEvent(new CustomEvent('join', { detail: { name, passcode: this.#passcode?.value ?? '' } }));
  }

  #check() {
    const name = this.#name.value.trim();
    const fault = name === '' ? null : faultOf(name, this.#limit);
    this.#showProblem(fault ? this.#i18n.text(fault.key, ...fault.values) : '');
  }

  #showProblem(sentence, ofPasscode = false) {
    this.#help.textContent = sentence;
    const [faulty, fine] = ofPasscode ? [this.#passcode, this.#name] : [this.#name, this.#passcode];
    fine?.removeAttribute('aria-invalid');
    if (sentence) faulty?.setAttribute('aria-invalid', 'true');
    else faulty?.removeAttribute('aria-invalid');
  }

  /** The button is never disabled; during a request it has no effect. */
  #busy(busy) {
    this.#button.setAttribute('aria-disabled', String(busy));
    this.#button.textContent = this.#i18n.text(busy ? 'join.joining' : 'join.join');
  }

  #suggestion(name) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link-button';
    button.dir = 'auto';
    button.textContent = name;
    button.addEventListener('click', () => {
      this.#name.value = name;
      this.#submit();
    });
    return button;
  }

  /** Shows a sentence with its suggestions as buttons, in place or after it. */
  #withButtons(sentence, names) {
    const buttons = names.map((name) => this.#suggestion(name));
    const tail = sentence.slice(sentence.indexOf(names[0], sentence.lastIndexOf('”') + 1));
    if (names.every((name) => tail.includes(name)) && tail !== sentence) {
      const parts = [sentence.slice(0, sentence.length - tail.length)];
      let rest = tail;
      names.forEach((name, place) => {
        const at = rest.indexOf(name);
        parts.push(rest.slice(0, at), buttons[place]);
        rest = rest.slice(at + name.length);
      });
      return [...parts, rest];
    }
    const key = buttons.length > 1 ? 'join.try' : 'join.try.one';
    const question = this.#i18n.text(key).split(/\{(\d+)\}/);
    return [sentence, ' ', ...question.map((part, place) => (place % 2 === 1 ? buttons[Number(part)] : part))];
  }
}
