import { initialsOf } from './names.js';
import { isAll } from './mentions.js';
import { MessageText } from './messageText.js';
import { noteLine } from './noteLine.js';
import { shownState } from './messageState.js';
import { presenceSummary, labelOf, topicLine } from './eventText.js';

/** Creates the rows of a transcript from the templates of the page; texts become text nodes, never HTML. */
export class MessageRenderer {
  #i18n;
  #extras;
  #colors;
  #text;

  /**
   * @param {{i18n: import('./i18n.js').I18n, extras: import('./messageExtras.js').MessageExtras,
   *   colors: import('./nameColors.js').NameColors, highlight?: (code: HTMLElement, language: string) => void}} parts highlight:
   *   adds the colours of a language to code, later
   */
  constructor({ i18n, extras, colors, highlight = () => {} }) {
    this.#i18n = i18n;
    this.#extras = extras;
    this.#colors = colors;
    this.#text = new MessageText(i18n, highlight);
  }

  /** @returns {HTMLLIElement} an empty row for this kind of entry */
  make(entry) {
    if (entry.kind === 'message') return clone('message-row');
    if (entry.kind === 'answer' || entry.kind === 'notice') return clone('note-row');
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
        // within the log, but not announced: many users may join in a minute
        row.setAttribute('aria-live', 'off');
        return write(row, 'p', presenceSummary(this.#i18n, entry));
      case 'topic':
        return write(row, 'p', topicLine(this.#i18n, entry));
      case 'gap':
        return write(row, 'span', this.#i18n.text('transcript.gap'));
      default:
        return this.#note(row, entry);
    }
  }

  /** A note for this user: the answer to a command, or a sentence of the page. */
  #note(row, { command, lines, key, values }) {
    write(row, '.note-head', command ? this.#i18n.text('answer.of', command) : this.#i18n.text('answer.own'));
    row.querySelector('.dismiss').setAttribute('aria-label', this.#i18n.text('answer.dismiss'));
    const texts = lines ?? [this.#i18n.text(key, ...values)];
    row.querySelector('.note-lines').replaceChildren(...texts.map((line) => noteLine(this.#i18n.localTimes(line))));
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
    row.dataset.hue = this.#colors.hueOf(entry.from, entry.via);
    row.querySelector('.avatar').dataset.initials = initialsOf(entry.from);
    write(row, '.author', entry.from);
    write(row, '.via', labelOf(this.#i18n, entry.via));
    this.#time(row.querySelector('time'), entry.at);
    const shown = shownState(entry);
    this.#text.fill(row, shown.text, (name) => isName(name) || (entry.toAll && isAll(name)));
    write(row, '.mention-note', entry.mention ? this.#i18n.text('transcript.mention') : '');
    this.#extras.fill(row, entry, shown);
    this.#state(row, stateToShow(entry, shown));
  }

  #time(element, at) {
    element.dateTime = new Date(at).toISOString();
    element.textContent = this.#i18n.time(at);
    element.title = this.#i18n.moment(at);
  }

  #state(row, { key, reason, reference, waiting, refused, again }) {
    write(row, '.state-text', key ? this.#i18n.text(key, reason) : '');
    row.dataset.reference = reference ?? '';
    row.classList.toggle('change-waiting', waiting);
    row.classList.toggle('change-refused', refused && row.dataset.state !== 'refused');
    const retry = row.querySelector('.retry');
    const discard = row.querySelector('.discard');
    retry.hidden = !refused;
    // the style sheet shows it for a pending message only while offline
    discard.hidden = !refused && row.dataset.state !== 'pending';
    retry.dataset.action = again ? 'edit' : '';
    retry.textContent = this.#i18n.text(again ? 'message.again' : 'message.retry');
    discard.textContent = this.#i18n.text('message.discard');
  }
}

const WAITING = { edit: 'message.saving', delete: 'message.deleting' };
const REFUSED = { edit: 'message.unsaved', delete: 'message.undeleted', react: 'reaction.refused' };

/** Returns the state for the line below a message: its own, or that of a change of it. */
function stateToShow({ state, reason, reference }, { waiting, refused }) {
  if (state === 'pending') return { key: 'message.sending', reference, waiting: false, refused: false };
  if (state === 'refused') return { key: 'message.refused', reason, reference, waiting: false, refused: true };
  if (waiting) return { key: WAITING[waiting.kind], reference, waiting: true, refused: false };
  if (!refused) return { reference, waiting: false, refused: false };
  return { key: REFUSED[refused.kind], reason: refused.refused, reference: refused.reference, waiting: false, refused: true, again: refused.kind === 'edit' };
}

function clone(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function write(row, selector, text) {
  row.querySelector(selector).textContent = text;
}
