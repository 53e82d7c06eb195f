/**
 * The sentences of the page in one language, with its formats of dates, counts and lists. Knows no document: main.js
 * passes the bundle that the page contains.
 */
export class I18n {
  #sentences;
  #plurals;
  #numbers;
  #lists;
  #clock;
  #day;
  #moment;
  #date;
  #language;

  /**
   * @param {Record<string, string>} sentences the bundle, by key
   * @param {string} language a BCP 47 tag
   */
  constructor(sentences, language) {
    this.#sentences = sentences;
    this.#language = language;
    this.#plurals = new Intl.PluralRules(language);
    this.#numbers = new Intl.NumberFormat(language);
    this.#lists = new Intl.ListFormat(language, { style: 'long', type: 'conjunction' });
    this.#clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    this.#day = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    this.#date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
    this.#moment = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium' });
  }

  has(key) {
    return Object.hasOwn(this.#sentences, key);
  }

  /** Returns the sentence of a key with its values. A missing key is returned itself. */
  text(key, ...values) {
    const sentence = this.has(key) ? this.#sentences[key] : key;
    return sentence.replace(/\{(\d+)\}/g, (whole, place) => (place in values ? String(values[place]) : whole));
  }

  /** Returns the sentence for a number, in the plural form of the language; `{0}` is the number. */
  count(key, number) {
    const form = `${key}.${this.#plurals.select(number)}`;
    return this.text(this.has(form) ? form : `${key}.other`, this.number(number));
  }

  number(number) {
    return this.#numbers.format(number);
  }

  /** Returns the text of a duration in the largest unit that divides it, such as “10 minutes”. */
  duration(seconds) {
    const [unit, length] = Object.entries({ day: 86_400, hour: 3_600, minute: 60, second: 1 }).find(([, each]) => seconds % each === 0);
    return new Intl.NumberFormat(this.#language, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length);
  }

  /** Returns a number of bytes in a unit of 1000, rounded, such as “10 MB”. */
  bytes(number) {
    const power = Math.min(3, Math.max(0, Math.floor(Math.log10(number) / 3)));
    const unit = ['byte', 'kilobyte', 'megabyte', 'gigabyte'][power];
    const format = new Intl.NumberFormat(this.#language, { style: 'unit', unit, maximumFractionDigits: 0 });
    return format.format(number / 1_000 ** power);
  }

  /** Returns “ada, bob and cy”. */
  list(words) {
    return this.#lists.format(words);
  }

  /** Returns the local time, `HH:mm`. */
  time(at) {
    return this.#clock.format(at);
  }

  /** Returns the full date and time. */
  moment(at) {
    return this.#moment.format(at);
  }

  /** Returns the text of a date line: today, yesterday, or the date. */
  day(at, now = Date.now()) {
    const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);
    const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
    if (days === 0) return this.text('transcript.today');
    if (days === 1) return this.text('transcript.yesterday');
    return this.#day.format(at);
  }

  /** Returns a text of the server with its times in UTC as times of this browser. */
  localTimes(text) {
    return text
      .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (time) => this.when(Date.parse(time)))
      .replace(/\b(\d{4}-\d\d-\d\d )?(\d\d:\d\d) UTC\b/g, (_, day, time) => (day ? this.when(momentOf(day, time)) : this.time(momentOf(day, time))));
  }

  /** Returns the time, with the day if it is not today. */
  when(at) {
    return new Date(at).toDateString() === new Date().toDateString() ? this.time(at) : `${this.#date.format(at)} ${this.time(at)}`;
  }

  /**
   * Returns a refusal or disconnect reason in the language of the page, with the text of the operator and the end of a
   * sanction; the sentence of the server if there is no translation.
   */
  refusal({ code, sentence }) {
    const key = `refusal.${code}`;
    const first = (sentence ?? '').replace(/\. You can read, but not send.*$/su, '.');
    const until = / until ((?:\d{4}-\d\d-\d\d )?\d\d:\d\d UTC)/u.exec(sentence)?.[1];
    if (this.has(key)) return this.text(key, /: .*$/su.exec(first)?.[0] ?? '.', until ? this.text('term.until', this.localTimes(until)) : '');
    return sentence ? this.localTimes(sentence) : this.text('connection.ended');
  }

  /** Returns the help of a command in the language of the page; the text of the server if there is no translation. */
  help({ name, help }) {
    const key = `command.${name}`;
    return this.has(key) ? this.text(key) : help;
  }
}

/** Returns the moment of a time in UTC, of today if no day is given. */
function momentOf(day, time) {
  return Date.parse(`${(day ?? new Date().toISOString()).slice(0, 10)}T${time}:00Z`);
}
