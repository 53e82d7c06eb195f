/**
 * The entries of a conversation in order: first the stored ones, then the pending ones. Bounded; the view follows
 * its events: `added` {entry, before, live}, `moved` {entry, before}, `changed` {entry}, `removed` {entry},
 * `cleared`, and `shifting`/`shifted` around what adds or removes many at an edge.
 *
 * @typedef {object} Entry
 * @property {number} id its own within the page
 * @property {'message' | 'presence' | 'answer' | 'notice' | 'gap' | 'topic'} kind
 * @property {number} at milliseconds since 1970, UTC
 * @property {boolean} settled false while it waits to be sent
 */
export class Timeline extends EventTarget {
  /** With date lines that is at most 500 rows in the page. */
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

  /** The latest stored entry. */
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

  /** The entry before, as shown. */
  before(entry) {
    return this.#list[this.#list.indexOf(entry) - 1];
  }

  after(entry) {
    const place = this.#list.indexOf(entry);
    return place < 0 ? undefined : this.#list[place + 1];
  }

  /** Adds a stored entry after all stored and before all pending ones. `live`: it has just arrived. */
  settle(entry, live = true) {
    const made = this.#make(entry, true);
    const before = this.#list[this.#settledCount];
    this.#list.splice(this.#settledCount, 0, made);
    this.#emit('added', { entry: made, before, live });
    return made;
  }

  /** Adds a pending entry at the end. */
  wait(entry) {
    const made = this.#make(entry, false);
    this.#list.push(made);
    this.#waiting++;
    this.#emit('added', { entry: made, before: undefined, live: true });
    return made;
  }

  /** Adds a page of older entries at the beginning. */
  prepend(entries) {
    const made = entries.map((entry) => this.#make(entry, true));
    const before = this.#list[0];
    this.#emit('shifting', {});
    this.#list.unshift(...made);
    for (const entry of made) this.#emit('added', { entry, before, live: false });
    this.#emit('shifted', {});
  }

  /** A pending entry is stored: it moves after all stored ones but answers of the server that came after it. */
  confirm(entry, facts) {
    const place = this.#list.indexOf(entry);
    let target = this.#settledCount;
    while (target > 0 && Timeline.#isAbout(entry, this.#list[target - 1])) target--;
    Object.assign(entry, facts, { settled: true });
    this.#waiting--;
    if (place !== target) {
      this.#list.splice(place, 1);
      this.#list.splice(target, 0, entry);
      this.#emit('moved', { entry, before: this.#list[target + 1] });
    }
    this.#emit('changed', { entry });
  }

  change(entry, facts) {
    Object.assign(entry, facts);
    this.#emit('changed', { entry });
  }

  remove(entry) {
    const place = this.#list.indexOf(entry);
    if (place < 0) return;
    this.#list.splice(place, 1);
    if (!entry.settled) this.#waiting--;
    this.#emit('removed', { entry });
  }

  /** Removes all stored entries; pending ones stay. */
  clear() {
    this.#list = this.#list.slice(this.#settledCount);
    this.#emit('cleared', {});
  }

  /** Removes the oldest entries beyond the limit. @returns the removed entries */
  trimOldest() {
    const gone = this.#list.slice(0, Math.max(0, Math.min(this.#list.length - Timeline.LIMIT, this.#settledCount)));
    this.#removeAll(gone);
    return gone;
  }

  /** Removes the latest stored entries beyond the limit. @returns the removed entries */
  trimNewest() {
    const surplus = Math.max(0, Math.min(this.#list.length - Timeline.LIMIT, this.#settledCount));
    const gone = this.#list.slice(this.#settledCount - surplus, this.#settledCount);
    this.#removeAll(gone);
    return gone;
  }

  /** Whether an answer came after a pending entry, and so may be about it. */
  static #isAbout(entry, other) {
    return other.kind === 'answer' && other.id > entry.id;
  }

  #removeAll(gone) {
    if (gone.length === 0) return;
    this.#emit('shifting', {});
    for (const entry of gone) this.remove(entry);
    this.#emit('shifted', {});
  }

  #make(entry, settled) {
    return { ...entry, id: ++Timeline.#ids, settled };
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
