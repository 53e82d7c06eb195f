/**
 * The scroll position of the transcript. At the end (within 60 px) it follows new messages; elsewhere it never moves
 * without the user. Fires `changed` (reached or left the end) and `top` (near the beginning of the loaded part).
 */
export class Scroll extends EventTarget {
  static #NEAR_END = 60;
  static #NEAR_TOP = 300;

  #scroller;
  #rowsOf;
  #following = true;
  #last = 0;
  #anchor = null;
  /** The part of a pixel by which the browser rounded the last corrections, so that many of them add up to nothing. */
  #rounding = 0;

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement[]} contents the elements whose growth is followed
   */
  constructor(scroller, contents) {
    super();
    this.#scroller = scroller;
    this.#rowsOf = () => contents.flatMap((content) => [...content.querySelectorAll(':scope > li:not([data-line])')]);
    scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    const observer = new ResizeObserver(() => this.#settle());
    for (const element of [scroller, ...contents]) observer.observe(element);
  }

  /** Whether the end is visible. */
  get following() {
    return this.#following;
  }

  toEnd() {
    this.#become(true);
    this.#settle();
  }

  /**
   * Returns the first visible row that matches. @returns {{row: HTMLElement, at: number} | null} at: its distance from
   * the top, in pixels
   */
  first(passes = () => true) {
    const { top } = this.#scroller.getBoundingClientRect();
    const row = this.#rowsOf().find((one) => passes(one) && one.getBoundingClientRect().bottom > top);
    return row ? { row, at: row.getBoundingClientRect().top - top } : null;
  }

  /** Scrolls a row to a distance from the top, in pixels. */
  bring(row, at) {
    this.#scroller.scrollTop += row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top - at;
    this.#last = this.#scroller.scrollTop;
    this.#become(this.#atEnd());
  }

  /** Changes the height of a row, whose beginning stays where it is. */
  keep(row, change) {
    const at = row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    change();
    this.bring(row, at);
  }

  /** Remembers the row that the user reads, before rows are added or removed at an edge. */
  hold() {
    const found = this.#following ? null : this.first();
    this.#anchor = found && { row: found.row, end: this.#endOf(found.row) };
  }

  /** Restores the end of that row, because the name of its author may have been removed. */
  release() {
    if (!this.#anchor) return;
    const { row, end } = this.#anchor;
    this.#anchor = null;
    if (!row.isConnected) return;
    const wanted = this.#scroller.scrollTop + this.#endOf(row) - end + this.#rounding;
    this.#scroller.scrollTop = wanted;
    this.#last = this.#scroller.scrollTop;
    this.#rounding = Math.abs(wanted - this.#last) < 1 ? wanted - this.#last : 0;
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
    if (scrollTop !== this.#last) this.#rounding = 0;
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
