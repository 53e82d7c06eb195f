/**
 * Shows the state of the connection: in the status, in the header, and as a banner when the user has to know. A short
 * loss is not shown, and before the first connection nothing is lost. Fires `try` and `rejoin` {code, sentence, joining} for the button of the banner.
 */
export class ConnectionBanner extends EventTarget {
  static #SILENT = 2_000;
  static #SHORT = 6_000;
  static #TICK = 500;

  #chat = document.getElementById('chat');
  #mark = document.getElementById('connection');
  #banner = document.getElementById('banner');
  #status = document.getElementById('status');
  #countdown = document.getElementById('countdown');
  #action = document.getElementById('banner-action');
  #i18n;
  #later;
  #until = 0;
  #silence = null;
  #ticking = null;
  #settling = null;
  #closing = false;
  #blocked = false;
  #isFirst = true;
  #act = () => {};

  /** @param {import('./i18n.js').I18n} i18n @param {(ms: number, then: () => void) => () => void} later returns what cancels it */
  constructor(i18n, later) {
    super();
    this.#i18n = i18n;
    this.#later = later;
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
    if (this.#isShown()) return this.#reason();
    this.#silence ??= this.#later(ConnectionBanner.#SILENT, () => this.#lost());
    return undefined;
  }

  /** After a loss: shows the number of missed messages. */
  caughtUp(missed) {
    if (missed > 0) this.#brief(this.#i18n.count('connection.missed', missed));
  }

  #connected() {
    const wasLost = this.#banner.dataset.kind === 'lost' || this.#banner.dataset.kind === 'ended';
    this.#stopAll();
    this.#isFirst = false;
    this.#closing = false;
    this.#blocked = false;
    this.#quiet(this.#i18n.text(wasLost ? 'connection.again' : 'connection.connected'));
  }

  #lost() {
    this.#silence = null;
    this.#settling?.();
    this.#reason();
    this.#ticking ??= this.#later(ConnectionBanner.#TICK, () => this.#tickAgain());
  }

  #isShown() {
    return ['lost', 'first'].includes(this.#banner.dataset.kind);
  }

  #reason() {
    const [kind, sentence] = this.#isFirst ? ['first', 'connection.first'] : ['lost', 'connection.lost'];
    const key = this.#blocked ? 'connection.blocked' : this.#closing ? 'connection.closing' : sentence;
    this.#show(kind, this.#i18n.text(key, location.host));
    this.#offer('connection.try', () => this.dispatchEvent(new Event('try')));
    this.#tick();
  }

  #tick() {
    const seconds = Math.ceil((this.#until - Date.now()) / 1_000);
    const [counting, trying] = this.#isFirst ? ['connection.first.countdown', 'connection.connecting'] : ['connection.countdown', 'connection.trying'];
    this.#countdown.textContent = seconds > 0 ? this.#i18n.text(counting, this.#i18n.number(seconds)) : this.#i18n.text(trying);
  }

  #tickAgain() {
    this.#tick();
    this.#ticking = this.#later(ConnectionBanner.#TICK, () => this.#tickAgain());
  }

  #ended(reason) {
    this.#stopAll();
    this.#show('ended', this.#i18n.refusal(reason));
    const action = reason.joining && (reason.code.startsWith('name-') || reason.code === 'muted') ? 'connection.name.action' : { 'too-many-sessions': 'connection.sessions.action' }[reason.code];
    this.#offer(action ?? 'connection.ended.action', () => this.dispatchEvent(new CustomEvent('rejoin', { detail: reason })));
  }

  #brief(sentence) {
    this.#show('brief', sentence);
    this.#settling?.();
    this.#settling = this.#later(ConnectionBanner.#SHORT, () => this.#quiet(this.#i18n.text('connection.connected')));
  }

  #quiet(sentence) {
    this.#show('quiet', sentence);
  }

  #show(kind, sentence) {
    this.#banner.dataset.kind = kind;
    const away = kind === 'lost' || kind === 'ended';
    const connecting = kind === 'first' || sentence === this.#i18n.text('connection.connecting');
    this.#mark.dataset.kind = away || connecting ? 'away' : 'connected';
    const key = away ? 'connection.away' : connecting ? 'connection.connecting' : 'connection.connected';
    this.#mark.textContent = kind === 'quiet' ? sentence : this.#i18n.text(key);
    this.#chat.classList.toggle('offline', away || kind === 'first');
    if (this.#status.textContent !== sentence) this.#status.textContent = sentence;
    this.#action.hidden = true;
    if (!this.#isShown()) this.#countdown.textContent = '';
  }

  #offer(key, act) {
    this.#action.textContent = this.#i18n.text(key);
    this.#action.hidden = false;
    this.#act = act;
  }

  #stopAll() {
    this.#silence?.();
    this.#settling?.();
    this.#ticking?.();
    this.#silence = null;
    this.#ticking = null;
  }
}
