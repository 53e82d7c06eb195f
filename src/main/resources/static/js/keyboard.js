import { nextUnread } from './unread.js';

/** The keys that work everywhere on the page, and the button for the settings. */
export class Keyboard {
  static #REGIONS = ['header', 'rooms', 'transcript', 'message', 'people'];

  #session;
  #sidePanels;
  #reading;
  #composer;
  #quickSwitcher;
  #search;
  #shortcuts;
  #transcript = document.getElementById('transcript');

  /**
   * @param {{session: object, sidePanels: import('./sidePanels.js').SidePanels, reading: import('./readMarker.js').ReadMarker,
   *   composer: import('./composer.js').Composer, quickSwitcher: import('./quickSwitcher.js').QuickSwitcher,
   *   preferences: import('./onDemand.js').OnDemand, search: import('./onDemand.js').OnDemand, shortcuts: import('./onDemand.js').OnDemand}} parts
   */
  constructor({ session, sidePanels, reading, composer, quickSwitcher, preferences, search, shortcuts }) {
    this.#session = session;
    this.#sidePanels = sidePanels;
    this.#reading = reading;
    this.#composer = composer;
    this.#quickSwitcher = quickSwitcher;
    this.#search = search;
    this.#shortcuts = shortcuts;
    // not by the fragment of the address, which names a room
    document.querySelector('.skip').addEventListener('click', (event) => {
      event.preventDefault();
      composer.focus();
    });
    document.getElementById('open-preferences').addEventListener('click', () => preferences.use((dialog) => dialog.open()));
    document.getElementById('open-message-search').addEventListener('click', () => this.#openSearch());
    document.addEventListener('keydown', (event) => this.#pressed(event));
    this.#transcript.addEventListener('keydown', (event) => this.#step(event));
  }

  #pressed(event) {
    if (event.isComposing || document.getElementById('chat').hidden || document.querySelector('dialog[open]')) return;
    const { key } = event;
    if (event.altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
      event.preventDefault();
      this.#turn(key === 'ArrowUp' ? -1 : 1, event.shiftKey);
    } else if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && key.toLowerCase() === 'k') {
      event.preventDefault();
      this.#sidePanels.close();
      this.#quickSwitcher.open();
    } else if ((event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey && key.toLowerCase() === 'f') {
      event.preventDefault();
      this.#openSearch();
    } else if (key === '?' && !event.target.closest('input, textarea')) {
      event.preventDefault();
      this.#openShortcuts();
    } else if (key === 'Escape') {
      if (!this.#sidePanels.close()) void this.#reading.toNewest();
    } else if (key === 'F6') {
      event.preventDefault();
      this.#cycle(event.shiftKey ? -1 : 1);
    }
  }

  #openSearch() {
    this.#sidePanels.close();
    this.#search.use((search) => search.open());
  }

  #openShortcuts() {
    this.#shortcuts.use((help) => help.open());
  }

  /** Opens the conversation before or after the current one, or the next with unread messages. */
  #turn(by, unread) {
    const { rooms, directs, current } = this.#session;
    const all = [...rooms, ...directs];
    const next = unread ? nextUnread(all, current, by) : all.at((all.indexOf(current) + by) % all.length);
    if (!next) return;
    this.#session.show(next);
    this.#composer.focus();
  }

  #cycle(by) {
    const regions = Keyboard.#REGIONS.map((id) => document.getElementById(id)).filter((region) => region.checkVisibility({ visibilityProperty: true }));
    const place = regions.findIndex((region) => region.contains(document.activeElement));
    const next = regions.at((place + by) % regions.length);
    const target = next.matches('[tabindex], textarea') ? next : [...next.querySelectorAll('button')].find((button) => button.checkVisibility());
    (target ?? next).focus();
  }

  /** In the transcript the arrow keys move between messages, which then show their full date, and notes. */
  #step(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.matches('textarea')) return;
    const at = event.target.closest('.message, .note');
    if (!at && event.target !== this.#transcript) return;
    const rows = [...this.#transcript.querySelectorAll('.message, .note')];
    const bottom = this.#transcript.getBoundingClientRect().bottom;
    const next = at ? rows[rows.indexOf(at) + by] : rows.findLast((row) => row.getBoundingClientRect().top < bottom);
    event.preventDefault();
    if (next) next.focus();
    else if (by > 0) void this.#reading.toNewest();
  }
}
