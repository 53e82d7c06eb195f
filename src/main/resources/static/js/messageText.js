import { fileNodes } from './fileMessage.js';
import { fileOf } from './fileLine.js';
import { parse } from './markup.js';

/** The most lines of code that are shown at once. */
const MOST_LINES = 12;
/** The most characters of a text, without its code, that are shown at once. */
const MOST_LENGTH = 1_000;

/** The most emojis that are shown larger. */
const LARGE = /^(?:\s*(?:\p{RI}\p{RI}|[#*\d]\ufe0f?\u20e3|(?:\p{Emoji_Presentation}|\p{ExtPict}\ufe0f)\p{EMod}?(?:\u200d\p{ExtPict}\ufe0f?\p{EMod}?)*)){1,6}\s*$/u;

const NAMES = { code: 'code', bold: 'strong', strike: 's', italic: 'em', mention: 'strong', link: 'a', quote: 'blockquote', line: 'div', item: 'li' };
const INDENTED = ['', 'indented-1', 'indented-2', 'indented-3'];

/**
 * Creates the nodes of the text of a message: texts become text nodes, never HTML. The text content of the element is the text
 * as it was typed, so that buttons have labels as attributes only.
 */
export class MessageText {
  #i18n;
  #highlight;
  /** The text that a row shows. */
  #texts = new WeakMap();

  /** @param {import('./i18n.js').I18n} i18n @param {(code: HTMLElement, language: string) => void} highlight */
  constructor(i18n, highlight) {
    this.#i18n = i18n;
    this.#highlight = highlight;
  }

  /** Shows a text in a row, unless it shows that already. @param {(name: string) => boolean} isName */
  fill(row, text, isName) {
    if (this.#texts.get(row) === text) return;
    this.#texts.set(row, text);
    const element = row.querySelector('.text');
    const file = fileOf(text);
    if (file) return this.#file(row, element, fileNodes(text, file));
    const tokens = parse(text, isName);
    element.classList.toggle('large', isEmojiOnly(text));
    const length = tokens.reduce((sum, token) => sum + (token.kind === 'block' ? 0 : token.text.length), 0);
    element.replaceChildren(...tokens.flatMap((token) => this.#nodes(token)));
    element.classList.toggle('folded', length > MOST_LENGTH);
    row.querySelector('.unfold-text')?.remove();
    if (length > MOST_LENGTH) element.after(this.#foldButton('unfold-text'));
  }

  #file(row, element, nodes) {
    element.classList.remove('large', 'folded');
    element.replaceChildren(...nodes);
    row.querySelector('.unfold-text')?.remove();
  }

  /** The markers are in the document, but not shown. @param {import('./markup.js').Token} token @returns {Node[]} */
  #nodes(token) {
    const { kind, text, open, close } = token;
    if (kind === 'text') return [document.createTextNode(text)];
    if (kind === 'block') return [this.#block(token)];
    if (kind === 'line' || kind === 'item') return [this.#line(token)];
    const element = this.#element(token);
    if (open === undefined) return [element];
    return [marker('open', open), element, marker('close', close)];
  }

  #element({ kind, text, children, ordered, href, host }) {
    const element = document.createElement(kind === 'list' ? (ordered ? 'ol' : 'ul') : NAMES[kind]);
    element.replaceChildren(...(children?.flatMap((child) => this.#nodes(child)) ?? [text]));
    if (kind === 'mention') element.className = 'mention';
    if (kind === 'link') {
      element.href = href;
      element.rel = 'noopener noreferrer nofollow';
      element.target = '_blank';
      if (host) element.dataset.host = host;
    }
    return element;
  }

  /** A line of a quote or an item of a list has its markers inside, because a list contains nothing but items. */
  #line({ kind, open, close, children, number, depth }) {
    const line = document.createElement(NAMES[kind]);
    const content = document.createElement('span');
    content.append(...children.flatMap((child) => this.#nodes(child)));
    line.append(marker('open', open), content, marker('end', close));
    if (kind !== 'item') return line;
    if (number !== null) line.value = number;
    line.className = INDENTED[depth];
    return line;
  }

  #block({ text, open, close, language }) {
    const block = document.createElement('div');
    block.className = 'code-block';
    const code = document.createElement('pre');
    code.textContent = text;
    block.append(marker('open', open), code, marker('close', close), this.#button('copy-code', 'copy-code', 'code.copy'));
    if (text.split('\n', MOST_LINES + 2).length > MOST_LINES) {
      code.className = 'folded';
      block.append(this.#foldButton('unfold-code'));
    }
    if (language) {
      block.dataset.language = language;
      this.#highlight(code, language);
    }
    return block;
  }

  #foldButton(name) {
    const button = this.#button(name, 'fold', 'message.unfold');
    button.dataset.label = button.getAttribute('aria-label');
    button.setAttribute('aria-expanded', 'false');
    return button;
  }

  #button(name, action, key) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = `tool ${name}`;
    button.dataset.action = action;
    button.setAttribute('aria-label', this.#i18n.text(key));
    return button;
  }
}

/** Returns whether a text is nothing but a few emojis. */
export function isEmojiOnly(text) {
  return text.length <= 100 && LARGE.test(text);
}

/** Shows the whole text or code that a button belongs to, or folds it again. @param {import('./i18n.js').I18n} i18n */
export function toggleFold(button, i18n) {
  const folds = button.getAttribute('aria-expanded') === 'true';
  const folded = button.closest('.code-block')?.querySelector('pre') ?? button.closest('.message').querySelector('.text');
  folded.classList.toggle('folded', folds);
  button.setAttribute('aria-expanded', String(!folds));
  const label = i18n.text(folds ? 'message.unfold' : 'message.fold');
  button.setAttribute('aria-label', label);
  button.dataset.label = label;
}

/** Returns the code that a button belongs to. */
export function codeOf(button) {
  return button.closest('.code-block').querySelector('pre').textContent;
}

function marker(side, text) {
  const element = document.createElement('span');
  element.className = `marker ${side}`;
  element.textContent = text;
  return element;
}
