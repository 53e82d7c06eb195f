/**
 * The toolbar of the message under the pointer or with the focus: one for all messages, which moves. The keys of a focused
 * message: Enter goes to the toolbar, the arrow keys at the sides go to its reactions and links, and each action has a key.
 */
export class MessageToolbar {
  static #KEYS = { r: 'reply', '+': 'react', e: 'edit', Delete: 'delete', Backspace: 'delete', l: 'link', m: 'person' };
  /** The space between the toolbar and the edge of the transcript, in pixels. */
  static #SPACE = 4;

  #bar = document.getElementById('message-toolbar');
  #box = document.getElementById('transcript');
  #actions;
  #row = null;

  /** @param {import('./messageActions.js').MessageActions} actions */
  constructor(actions) {
    this.#actions = actions;
    // also moves within a message, which has actions only when the server has stored it
    for (const type of ['pointerover', 'pointermove']) this.#box.addEventListener(type, (event) => this.#pointed(event));
    this.#box.addEventListener('pointerleave', () => this.#show(this.#focusedRow));
    this.#box.addEventListener('focusin', ({ target }) => {
      if (!this.#bar.contains(target)) this.#show(target.closest('.message'));
    });
    this.#box.addEventListener('focusout', ({ relatedTarget }) => {
      if (!this.#box.contains(relatedTarget)) this.#show(null);
    });
    this.#box.addEventListener('scroll', () => this.#place(), { passive: true });
    this.#box.addEventListener('keydown', (event) => this.#pressed(event));
    this.#bar.addEventListener('click', ({ target }) => {
      const button = target.closest('button');
      if (button) this.#perform(button.dataset.action);
    });
    const observer = new ResizeObserver(() => this.#place());
    for (const id of ['older', 'live', 'transcript']) observer.observe(document.getElementById(id));
  }

  /** Offers the actions of the message again, which other rights of the user change. */
  refresh() {
    if (this.#row !== null && !this.#bar.contains(document.activeElement)) this.#show(this.#row);
  }

  get #focusedRow() {
    return this.#bar.contains(document.activeElement) ? this.#row : document.activeElement?.closest('#transcript .message');
  }

  get #buttons() {
    return [...this.#bar.querySelectorAll('button:not([hidden])')];
  }

  #pointed({ pointerType, target }) {
    if (pointerType === 'touch' || this.#bar.contains(target) || this.#bar.matches(':focus-within')) return;
    const row = target.closest('.message');
    if (row && row !== this.#row) this.#show(row);
  }

  #show(row) {
    const entry = row ? this.#actions.entryOf(row) : undefined;
    this.#row = entry && !row.matches('.editing, .asking') ? row : null;
    this.#bar.hidden = this.#row === null;
    if (this.#bar.hidden) return;
    const names = this.#actions.of(entry);
    for (const button of this.#bar.children) button.hidden = !names.has(button.dataset.action);
    this.#bar.setAttribute('aria-label', this.#actions.labelOf(entry));
    this.#rove(this.#buttons[0]);
    this.#place();
  }

  /** Moves the toolbar to the upper edge of its message, or of the visible part of it. */
  #place() {
    if (this.#row === null) return;
    if (!this.#row.isConnected || !this.#actions.entryOf(this.#row)) return void this.#show(null);
    const { scrollTop, scrollHeight } = this.#box;
    const height = this.#bar.offsetHeight;
    const wanted = Math.max(this.#row.offsetTop - height / 2, scrollTop + MessageToolbar.#SPACE);
    const most = Math.min(this.#row.offsetTop + this.#row.offsetHeight, scrollHeight) - height;
    this.#bar.style.insetBlockStart = `${Math.max(0, Math.min(wanted, most))}px`;
  }

  #rove(to) {
    for (const button of this.#bar.children) button.tabIndex = button === to ? 0 : -1;
  }

  #perform(action) {
    const row = this.#row;
    if (this.#bar.contains(document.activeElement)) row?.focus({ preventScroll: true });
    this.#show(null);
    if (row) this.#actions.perform(action, row);
  }

  #pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#bar.contains(event.target)) this.#pressedInside(event);
    else if (event.target.matches('.message, .message .reaction, .message .tool, .message a')) this.#pressedOn(event);
  }

  #pressedInside(event) {
    const buttons = this.#buttons;
    const place = buttons.indexOf(event.target);
    const last = buttons.length - 1;
    const forward = getComputedStyle(this.#bar).direction === 'rtl' ? -1 : 1;
    const next = {
      ArrowRight: (place + forward + buttons.length) % buttons.length,
      ArrowLeft: (place - forward + buttons.length) % buttons.length,
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === 'Escape') this.#row?.focus({ preventScroll: true });
    else if (next === undefined) return;
    else {
      this.#rove(buttons[next]);
      buttons[next].focus({ preventScroll: true });
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #pressedOn(event) {
    const row = event.target.closest('.message');
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const action = MessageToolbar.#KEYS[event.key] ?? MessageToolbar.#KEYS[event.key.toLowerCase()];
    if (step) {
      const stops = [row, ...row.querySelectorAll('a, button:not([hidden])')].filter((stop) => stop.checkVisibility());
      const next = stops[stops.indexOf(event.target) + step * (getComputedStyle(row).direction === 'rtl' ? -1 : 1)];
      next?.focus({ preventScroll: true });
    } else if (event.target === row && event.key === 'Enter') {
      if (this.#row !== row) this.#show(row);
      if (this.#row === row) this.#buttons[0].focus({ preventScroll: true });
    } else if (event.target === row && action && this.#actions.entryOf(row)) {
      this.#row = row;
      this.#perform(action);
    } else {
      return;
    }
    event.preventDefault();
  }
}
