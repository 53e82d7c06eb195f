/**
 * Where the reader is in the transcript. At the end (within 60 px) it follows what comes; anywhere else it never moves by
 * itself. Tells `changed` (reached or left the end) and `top` (near the beginning of what is loaded).
 */
export class Scroll extends EventTarget {
  static #NEAR_END = 60;
  static #NEAR_TOP = 300;

  #scroller;
  #rowsOf;
  #following = true;
  #last = 0;
  #anchor = null;

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement[]} contents whose growth is followed
   */
  constructor(scroller, contents) {
    super();
    this.#scroller = scroller;
    this.#rowsOf = () => contents.flatMap((content) => [...content.querySelectorAll('li:not([data-line])')]);
    scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    const observer = new ResizeObserver(() => this.#settle());
    for (const element of [scroller, ...contents]) observer.observe(element);
  }

  /** Whether the end is in sight. */
  get following() {
    return this.#following;
  }

  toEnd() {
    this.#become(true);
    this.#settle();
  }

  /** The first row in sight of those that pass. @returns {{row: HTMLElement, at: number} | null} at: its distance from the top, in pixels */
  first(passes = () => true) {
    const { top } = this.#scroller.getBoundingClientRect();
    const row = this.#rowsOf().find((one) => passes(one) && one.getBoundingClientRect().bottom > top);
    return row ? { row, at: row.getBoundingClientRect().top - top } : null;
  }

  /** Brings a row to so many pixels below the top. */
  bring(row, at) {
    this.#scroller.scrollTop += row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top - at;
    this.#last = this.#scroller.scrollTop;
    this.#become(this.#atEnd());
  }

  /** Rows are about to come or go at an edge: remembers the row the reader looks at. */
  hold() {
    const found = this.#following ? null : this.first();
    this.#anchor = found && { row: found.row, end: this.#endOf(found.row) };
  }

  /** They came or went: that row ends where it did, for its author may be named above it no longer. */
  release() {
    if (!this.#anchor) return;
    const { row, end } = this.#anchor;
    this.#anchor = null;
    if (!row.isConnected) return;
    this.#scroller.scrollTop += this.#endOf(row) - end;
    this.#last = this.#scroller.scrollTop;
  }

  #endOf(row) {
    return row.getBoundingClientRect().bottom - this.#scroller.getBoundingClientRect().top;
  }

  #settle() {
    if (this.#following) {
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
      this.#last = this.#scroller.scrollTop;
    } else if (this.#atEnd()) {
      this.#become(true);
    }
  }

  #scrolled() {
    const { scrollTop } = this.#scroller;
    const up = scrollTop < this.#last;
    this.#last = scrollTop;
    if (this.#atEnd()) this.#become(true);
    else if (up) this.#become(false);
    if (scrollTop < Scroll.#NEAR_TOP && up) this.dispatchEvent(new Event('top'));
  }

  #atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    return scrollHeight - clientHeight - scrollTop <= Scroll.#NEAR_END;
  }

  #become(following) {
    if (this.#following === following) return;
    this.#following = following;
    this.dispatchEvent(new Event('changed'));
  }
}
