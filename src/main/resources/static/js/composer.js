import { escapeInput, parseInput } from './parseInput.js';
import { lengthOf } from './names.js';
import { lineCountOf, MAX_LINES, splitText } from './splitText.js';
import { textOrNull } from './stored.js';

/** The text box for messages. It is never disabled and never loses a text. */
export class Composer {
  static #COUNTED = 100;
  static #MOST_DRAFT = 1_000_000;
  static #TYPING_EVERY = 3_000;
  /** The most messages that one text is split into. */
  static #MOST_PARTS = 20;

  #form = document.getElementById('composer');
  #box = document.getElementById('message');
  #counter = document.getElementById('counter');
  #help = document.getElementById('composer-help');
  #offer = document.getElementById('composer-offer');
  #send = document.getElementById('send');
  #emoji = document.getElementById('insert-emoji');
  #session;
  #i18n;
  #storage;
  #limit;
  #completion;
  #editLast = () => false;
  #touch = matchMedia('(hover: none) and (pointer: coarse)');
  #typedAt = 0;
  #conversation = null;
  #stop = new AbortController();

  /**
   * @param {{session: object, i18n: object, storage: object, limit: number, completionOf: (box: HTMLTextAreaElement) =>
   *   import('./completion.js').Completion, picker: import('./onDemand.js').OnDemand}} parts limit: the longest message in code points
   */
  constructor({ session, i18n, storage, limit, completionOf, picker }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#storage = storage;
    this.#limit = limit;
    this.#completion = completionOf(this.#box);
    session.addEventListener('shown', ({ detail: { conversation } }) => this.#show(conversation));
    session.addEventListener('rights', () => this.#invite());
    session.addEventListener('unsent', () => this.#explain(i18n.text('composer.offline')));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#emoji.addEventListener('click', () => picker.use(async (open) => this.#insert(await open.choose())));
    this.#form.addEventListener('click', ({ target }) => {
      if (target === this.#form) this.focus();
    });
    this.#box.addEventListener('keydown', (event) => this.#pressed(event));
    this.#box.addEventListener('input', (event) => this.#changed(event.inputType));
  }

  focus() {
    this.#box.focus();
  }

  /** Sets what the up arrow does in the empty box. @param {() => boolean} editLast returns whether it edits a message */
  onRecall(editLast) {
    this.#editLast = editLast;
  }

  #show(conversation) {
    this.#completion.close();
    this.#conversation = conversation;
    this.#box.value = textOrNull(this.#storage.read(this.#draftKey), Composer.#MOST_DRAFT) ?? '';
    this.#explain('');
    this.#measure();
    this.#stop.abort();
    this.#stop = new AbortController();
    conversation.addEventListener('settings', () => this.#invite(), { signal: this.#stop.signal });
    this.#invite();
  }

  #invite() {
    const { kind, name, settings } = this.#conversation ?? {};
    const locked = settings?.locked && !this.#session.operator;
    const key = locked ? 'composer.locked' : kind === 'direct' ? 'composer.placeholder.direct' : 'composer.placeholder';
    this.#box.placeholder = this.#i18n.text(key, name);
  }

  /** Puts an emoji in the place of the selection. @param {string | null} emoji null for none */
  #insert(emoji) {
    this.focus();
    if (emoji === null) return;
    this.#box.setRangeText(emoji, this.#box.selectionStart, this.#box.selectionEnd, 'end');
    this.#changed('insertText');
  }

  get #draftKey() {
    return `draft.${this.#conversation.kind}.${this.#conversation.name}`;
  }

  #pressed(event) {
    if (event.isComposing || event.keyCode === 229 || this.#completion.pressed(event)) return;
    const always = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey && (always || !this.#touch.matches)) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === 'ArrowUp' && this.#box.value === '') {
      this.#recall(event);
    }
  }

  /** Edits the last own message in place. One that cannot be edited is put into the empty box. */
  #recall(event) {
    if (this.#editLast()) return event.preventDefault();
    const last = [...this.#conversation.entries].findLast((entry) => entry.kind === 'message' && entry.mine);
    if (!last || last.deleted) return undefined;
    event.preventDefault();
    return this.#write(last.action ? `/me ${last.text}` : escapeInput(last.text));
  }

  #changed(inputType) {
    this.#storage.write(this.#draftKey, this.#box.value);
    this.#measure();
    this.#completion.update();
    this.#explain('');
    const meant = parseInput(this.#box.value);
    if (inputType === 'insertFromPaste' || inputType === 'insertFromDrop') this.#checkLength(meant);
    if (meant.kind !== 'say' || Date.now() - this.#typedAt < Composer.#TYPING_EVERY) return;
    this.#typedAt = Date.now();
    this.#conversation.write();
  }

  #submit() {
    const meant = parseInput(this.#box.value);
    if (meant.kind === 'nothing') {
      this.#explain(this.#box.value.trim() === '' ? '' : this.#i18n.text('composer.invisible'));
      return;
    }
    if (!this.#checkLength(meant)) return;
    const draft = this.#draftKey;
    const shown = this.#conversation;
    if (!this.#session.submit(this.#box.value)) return;
    this.#storage.write(draft, '');
    this.#typedAt = 0;
    if (shown === this.#conversation) this.#write('');
  }

  /** Shows that a text is too long or has too many lines for one message, and offers to send it as several. @returns whether it is not */
  #checkLength(meant) {
    const length = meant.kind === 'say' ? lengthOf(meant.text) : 0;
    const lines = meant.kind === 'say' ? lineCountOf(meant.text) : 0;
    if (length <= this.#limit && lines <= MAX_LINES) return true;
    const number = (value) => this.#i18n.number(value);
    const sentence = length > this.#limit
      ? this.#i18n.text('composer.long', number(length), number(this.#limit), number(length - this.#limit))
      : this.#i18n.text('composer.lines', number(lines), number(MAX_LINES));
    const parts = meant.action ? [] : splitText(meant.text, this.#limit);
    this.#explain(sentence);
    if (parts.length > Composer.#MOST_PARTS) this.#offer.textContent = this.#i18n.text('composer.split.many', number(parts.length), number(Composer.#MOST_PARTS));
    else if (parts.length > 0) this.#offer.replaceChildren(this.#splitButton(parts));
    return false;
  }

  #explain(sentence) {
    this.#help.textContent = sentence;
    this.#offer.replaceChildren();
  }

  /** The parts are messages also if one begins with a slash. */
  #splitButton(parts) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link-button';
    button.textContent = this.#i18n.count('composer.split', parts.length);
    button.addEventListener('click', () => {
      for (const part of parts) this.#conversation.publish(part);
      this.#typedAt = 0;
      this.#write('');
      this.focus();
    });
    return button;
  }

  #write(text) {
    this.#box.value = text;
    this.#box.setSelectionRange(text.length, text.length);
    this.#completion.close();
    this.#explain('');
    this.#storage.write(this.#draftKey, text);
    this.#measure();
  }

  #measure() {
    const meant = parseInput(this.#box.value);
    const left = this.#limit - (meant.kind === 'say' ? lengthOf(meant.text) : 0);
    this.#counter.textContent = left <= Composer.#COUNTED ? this.#i18n.number(left) : '';
    this.#counter.classList.toggle('over', left < 0);
    this.#send.classList.toggle('over', left < 0);
    if (CSS.supports('field-sizing', 'content')) return;
    this.#box.style.blockSize = 'auto';
    this.#box.style.blockSize = `${this.#box.scrollHeight}px`;
  }
}
