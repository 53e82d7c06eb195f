/**
 * Shows the state of the connection: in the status, in the header, and as a banner when the user has to know. A short
 * loss is not shown. Fires `try` and `rejoin` {code, sentence, joining} for the button of the banner.
 */
export class ConnectionBanner extends EventTarget {
  static #SILENT = 2_000;
  static #SHORT = 6_000;

  #chat = document.getElementById('chat');
  #mark = document.getElementById('connection');
  #banner = document.getElementById('banner');
  #status = document.getElementById('status');
  #countdown = document.getElementById('countdown');
  #action = document.getElementById('banner-action');
  #i18n;
  #until = 0;
  #silence = null;
  #ticking = null;
  #settling = null;
  #closing = false;
  #blocked = false;
  #act = () => {};

  constructor(i18n) {
    super();
    this.#i18n = i18n;
    this.#action.addEventListener('click', () => this.#act());
  }

  /** @param {{state: string, until?: number, reason?: {code: string, sentence: string}}} change */
  state({ state, until = 0, reason = null }) {
    this.#until = until;
    if (state === 'connected') return this.#connected();
    if (state === 'ended') return this.#ended(reason);
    if (state === 'idle') return this.#quiet('');
    if (this.#status.textContent === '') this.#quiet(this.#i18n.text('connection.connecting'));
    this.#closing ||= reason?.code === 'shutting-down';
    this.#blocked ||= reason?.code === 'blocked';
    if (this.#banner.dataset.kind === 'lost') return this.#reason();
    this.#silence ??= setTimeout(() => this.#lost(), ConnectionBanner.#SILENT);
    return undefined;
  }

  /** After a loss: shows the number of missed messages. */
  caughtUp(missed) {
    if (missed > 0) this.#brief(this.#i18n.count('connection.missed', missed));
  }

  #connected() {
    const wasLost = this.#banner.dataset.kind === 'lost' || this.#banner.dataset.kind === 'ended';
    this.#stopAll();
    this.#closing = false;
    this.#blocked = false;
    this.#quiet(this.#i18n.text(wasLost ? 'connection.again' : 'connection.connected'));
  }

  #lost() {
    this.#silence = null;
    clearTimeout(this.#settling);
    this.#reason();
    this.#ticking ??= setInterval(() => this.#tick(), 500);
  }

  #reason() {
    const blocked = () => this.#i18n.text('connection.blocked', location.host);
    this.#show('lost', this.#blocked ? blocked() : this.#i18n.text(this.#closing ? 'connection.closing' : 'connection.lost'));
    this.#offer('connection.try', () => this.dispatchEvent(new Event('try')));
    this.#tick();
  }

  #tick() {
    const seconds = Math.ceil((this.#until - Date.now()) / 1_000);
    this.#countdown.textContent = seconds > 0 ? this.#i18n.text('connection.countdown', this.#i18n.number(seconds)) : this.#i18n.text('connection.trying');
  }

  #ended(reason) {
    this.#stopAll();
    this.#show('ended', this.#i18n.refusal(reason));
    const action = reason.joining && (reason.code.startsWith('name-') || reason.code === 'muted') ? 'connection.name.action' : { 'too-many-sessions': 'connection.sessions.action' }[reason.code];
    this.#offer(action ?? 'connection.ended.action', () => this.dispatchEvent(new CustomEvent('rejoin', { detail: reason })));
  }

  #brief(sentence) {
    this.#show('brief', sentence);
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#quiet(this.#i18n.text('connection.connected')), ConnectionBanner.#SHORT);
  }

  #quiet(sentence) {
    this.#show('quiet', sentence);
  }

  #show(kind, sentence) {
    this.#banner.dataset.kind = kind;
    const away = kind === 'lost' || kind === 'ended';
    this.#mark.dataset.kind = away || sentence === this.#i18n.text('connection.connecting') ? 'away' : 'connected';
    this.#mark.textContent = away ? this.#i18n.text('connection.away') : kind === 'quiet' ? sentence : this.#i18n.text('connection.connected');
    this.#chat.classList.toggle('offline', away);
    if (this.#status.textContent !== sentence) this.#status.textContent = sentence;
    this.#action.hidden = true;
    if (kind !== 'lost') this.#countdown.textContent = '';
  }

  #offer(key, act) {
    this.#action.textContent = this.#i18n.text(key);
    this.#action.hidden = false;
    this.#act = act;
  }

  #stopAll() {
    clearTimeout(this.#silence);
    clearTimeout(this.#settling);
    clearInterval(this.#ticking);
    this.#silence = null;
    this.#ticking = null;
  }
}
