import { initialOf, hueOf } from './names.js';
import { parse } from './markup.js';
import { presenceSummary, labelOf, topicLine } from './eventText.js';

/** Creates the rows of a transcript from the templates of the page; texts become text nodes, never HTML. */
export class MessageRenderer {
  #i18n;

  /** @param {import('./i18n.js').I18n} i18n */
  constructor(i18n) {
    this.#i18n = i18n;
  }

  /** @returns {HTMLLIElement} an empty row for this kind of entry */
  make(entry) {
    if (entry.kind === 'message') return clone('message-row');
    if (entry.kind === 'answer') return clone('answer-row');
    if (entry.kind === 'gap') return clone('line-row');
    return clone('quiet-row');
  }

  /** Renders an entry into its row. @param {(name: string) => boolean} isName */
  fill(row, entry, isName) {
    row.dataset.kind = entry.kind;
    row.hidden = entry.hidden === true;
    switch (entry.kind) {
      case 'message':
        return this.#message(row, entry, isName);
      case 'presence':
        return write(row, 'p', presenceSummary(this.#i18n, entry));
      case 'topic':
        return write(row, 'p', topicLine(this.#i18n, entry));
      case 'answer':
        write(row, '.answer-head', entry.command ? this.#i18n.text('answer.of', entry.command) : this.#i18n.text('answer.own'));
        return write(row, 'pre', entry.lines.join('\n'));
      case 'gap':
        return write(row, 'span', this.#i18n.text('transcript.gap'));
      default:
        return write(row, 'p', this.#i18n.text(entry.key, ...entry.values));
    }
  }

  /** Creates a line across the transcript. */
  line(kind, text) {
    const row = clone('line-row');
    row.dataset.line = kind;
    write(row, 'span', text);
    return row;
  }

  #message(row, entry, isName) {
    row.classList.toggle('action', entry.action === true);
    row.classList.toggle('mentions', entry.mention);
    row.dataset.state = entry.state;
    row.dataset.place = entry.place ?? '';
    row.dataset.hue = String(hueOf(entry.from));
    write(row, '.avatar', initialOf(entry.from));
    write(row, '.author', entry.from);
    write(row, '.via', labelOf(this.#i18n, entry.via));
    this.#time(row.querySelector('time'), entry.at);
    if (!row.querySelector('.text').hasChildNodes()) {
      row.querySelector('.text').append(...parse(entry.text, isName).flatMap((token) => nodes(token)));
    }
    write(row, '.mention-note', entry.mention ? this.#i18n.text('transcript.mention') : '');
    this.#state(row, entry);
  }

  #time(element, at) {
    element.dateTime = new Date(at).toISOString();
    element.textContent = this.#i18n.time(at);
    element.title = this.#i18n.moment(at);
  }

  #state(row, { state, reason, reference }) {
    const sentences = {
      pending: () => this.#i18n.text('message.sending'),
      refused: () => this.#i18n.text('message.refused', reason),
    };
    write(row, '.state-text', sentences[state]?.() ?? '');
    row.dataset.reference = reference ?? '';
    for (const what of ['retry', 'discard']) {
      const button = row.querySelector(`.${what}`);
      button.hidden = state !== 'refused';
      button.textContent = this.#i18n.text(`message.${what}`);
    }
  }
}

function clone(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function write(row, selector, text) {
  row.querySelector(selector).textContent = text;
}

/** Creates the nodes of a token. The markers are in the document, but not shown. @param {import('./markup.js').Token} token */
function nodes({ open, close, ...token }) {
  return open === undefined ? [node(token)] : [marker('open', open), node(token), marker('close', close)];
}

/** @param {{kind: string, text: string, href?: string}} token */
function node({ kind, text, href }) {
  const names = { code: 'code', block: 'pre', bold: 'strong', italic: 'em', mention: 'strong', link: 'a' };
  if (kind === 'text') return document.createTextNode(text);
  const element = document.createElement(names[kind]);
  element.textContent = text;
  if (kind === 'mention') element.className = 'mention';
  if (kind === 'link') {
    element.href = href;
    element.rel = 'noopener noreferrer nofollow';
    element.target = '_blank';
  }
  return element;
}

function marker(side, text) {
  const element = document.createElement('span');
  element.className = `marker ${side}`;
  element.textContent = text;
  return element;
}
