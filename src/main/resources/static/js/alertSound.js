/** Plays a short sound for messages that alert the user, if the user has enabled it. Works without a secure context. */
export class AlertSound {
  /** The least time between two sounds, in milliseconds. */
  static #PAUSE = 2_000;
  /** Two tones: frequency in hertz, beginning in seconds. */
  static #TONES = [[660, 0], [880, 0.12]];
  static #LENGTH = 0.2;
  static #VOLUME = 0.15;

  #switch = document.getElementById('switch-sound');
  #store;
  #audio = null;
  #playedAt = -AlertSound.#PAUSE;

  /** @param {{alerts: import('./alerts.js').Alerts, store: {get: Function, set: Function}}} parts store: the browser's */
  constructor({ alerts, store }) {
    this.#store = store;
    if (!('AudioContext' in window)) return;
    this.#switch.hidden = false;
    this.#switch.addEventListener('click', () => this.#toggle());
    alerts.addEventListener('alert', () => {
      if (this.#on) this.#play();
    });
    this.#write();
  }

  get #on() {
    return this.#store.get('sound') === 'on';
  }

  #toggle() {
    this.#store.set('sound', this.#on ? 'off' : 'on');
    this.#write();
    if (this.#on) this.#play();
  }

  #write() {
    this.#switch.setAttribute('aria-pressed', String(this.#on));
  }

  /** Before the first click or key on the page the browser allows no sound. */
  #play() {
    if (performance.now() - this.#playedAt < AlertSound.#PAUSE) return;
    this.#playedAt = performance.now();
    this.#audio ??= new AudioContext();
    void this.#audio.resume();
    for (const [frequency, begin] of AlertSound.#TONES) this.#tone(frequency, this.#audio.currentTime + begin);
  }

  #tone(frequency, at) {
    const tone = this.#audio.createOscillator();
    const volume = this.#audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(AlertSound.#VOLUME, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + AlertSound.#LENGTH);
    tone.connect(volume).connect(this.#audio.destination);
    tone.start(at);
    tone.stop(at + AlertSound.#LENGTH);
  }
}
