/**
 * What a conversation shows, in order: first what is settled, then what waits to be sent. Bounded; whoever shows it
 * follows its events: `added` {entry, before, live}, `moved` {entry, before}, `changed` {entry}, `removed` {entry}, `cleared`, and `shifting`/`shifted` around
 * what adds or removes many at an edge.
 *
 * @typedef {object} Entry
 * @property {number} id its own within the page
 * @property {'message' | 'presence' | 'answer' | 'notice' | 'gap' | 'topic'} kind
 * @property {number} at milliseconds since 1970, UTC
 * @property {boolean} settled false while it waits to be sent
 */
export class Timeline extends EventTarget {
  /** With lines of dates and the like that makes at most 500 rows in the page. */
  static LIMIT = 450;

  static #ids = 0;

  #list = [];
  #waiting = 0;

  [Symbol.iterator]() {
    return this.#list[Symbol.iterator]();
  }

  get length() {
    return this.#list.length;
  }

  get isFull() {
    return this.#list.length >= Timeline.LIMIT;
  }

  /** The newest settled one. */
  get last() {
    return this.#list[this.#settledCount - 1];
  }

  get oldest() {
    return this.#list[0];
  }

  get #settledCount() {
    return this.#list.length - this.#waiting;
  }

  find(test) {
    return this.#list.find(test);
  }

  /** The one before, as shown. */
  before(entry) {
    return this.#list[this.#list.indexOf(entry) - 1];
  }

  after(entry) {
    const place = this.#list.indexOf(entry);
    return place < 0 ? undefined : this.#list[place + 1];
  }

  /** Adds what is settled: behind all that is settled, before all that waits. `live`: it just arrived. */
  settle(entry, live = true) {
    const made = this.#make(entry, true);
    const before = this.#list[this.#settledCount];
    this.#list.splice(this.#settledCount, 0, made);
    this.#tell('added', { entry: made, before, live });
    return made;
  }

  /** Adds what waits to be sent, at the end. */
  wait(entry) {
    const made = this.#make(entry, false);
    this.#list.push(made);
    this.#waiting++;
    this.#tell('added', { entry: made, before: undefined, live: true });
    return made;
  }

  /** Adds a page of older ones before everything. */
  prepend(entries) {
    const made = entries.map((entry) => this.#make(entry, true));
    const before = this.#list[0];
    this.#tell('shifting', {});
    this.#list.unshift(...made);
    for (const entry of made) this.#tell('added', { entry, before, live: false });
    this.#tell('shifted', {});
  }

  /** What waited has its place now: behind all that is settled. */
  confirm(entry, facts) {
    const place = this.#list.indexOf(entry);
    const target = this.#settledCount;
    Object.assign(entry, facts, { settled: true });
    this.#waiting--;
    if (place !== target) {
      this.#list.splice(place, 1);
      this.#list.splice(target, 0, entry);
      this.#tell('moved', { entry, before: this.#list[target + 1] });
    }
    this.#tell('changed', { entry });
  }

  change(entry, facts) {
    Object.assign(entry, facts);
    this.#tell('changed', { entry });
  }

  remove(entry) {
    const place = this.#list.indexOf(entry);
    if (place < 0) return;
    this.#list.splice(place, 1);
    if (!entry.settled) this.#waiting--;
    this.#tell('removed', { entry });
  }

  /** Forgets everything settled; what waits stays. */
  clear() {
    this.#list = this.#list.slice(this.#settledCount);
    this.#tell('cleared', {});
  }

  /** Lets the oldest go until the bound is kept. @returns the entries that went */
  trimOldest() {
    const gone = this.#list.slice(0, Math.max(0, Math.min(this.#list.length - Timeline.LIMIT, this.#settledCount)));
    this.#removeAll(gone);
    return gone;
  }

  /** Lets the newest settled ones go until the bound is kept. @returns the entries that went */
  trimNewest() {
    const surplus = Math.max(0, Math.min(this.#list.length - Timeline.LIMIT, this.#settledCount));
    const gone = this.#list.slice(this.#settledCount - surplus, this.#settledCount);
    this.#removeAll(gone);
    return gone;
  }

  #removeAll(gone) {
    if (gone.length === 0) return;
    this.#tell('shifting', {});
    for (const entry of gone) this.remove(entry);
    this.#tell('shifted', {});
  }

  #make(entry, settled) {
    return { ...entry, id: ++Timeline.#ids, settled };
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
