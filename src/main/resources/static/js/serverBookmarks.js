import { listOf, textOrNull } from './stored.js';

/** Links to the pages of other servers. Stored in this browser only. */
export class ServerBookmarks {
  static #MOST = 20;
  static #LONGEST = 500;

  #list = document.getElementById('server-list');
  #form = document.getElementById('server-form');
  #box = document.getElementById('server-address');
  #help = document.getElementById('server-help');
  #template = document.getElementById('server-item');
  #store;
  #i18n;

  /** @param {{i18n: object, store: {get: Function, set: Function}}} parts store: the browser's */
  constructor({ i18n, store }) {
    this.#store = store;
    this.#i18n = i18n;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#list.addEventListener('click', ({ target }) => {
      const { address } = target.closest('.remove-server')?.dataset ?? {};
      if (address) this.#remove(address);
    });
    this.#write();
  }

  get #known() {
    try {
      const stored = JSON.parse(this.#store.get('servers') ?? '[]');
      return listOf(stored, ServerBookmarks.#MOST, (address) => readAddress(textOrNull(address, ServerBookmarks.#LONGEST) ?? ''));
    } catch {
      return [];
    }
  }

  #submit() {
    const address = readAddress(this.#box.value.trim());
    this.#help.textContent = address === null ? this.#i18n.text('servers.unfit') : '';
    if (address === null) return;
    this.#keep([...this.#known.filter((other) => other !== address), address]);
    this.#box.value = '';
  }

  #remove(address) {
    this.#keep(this.#known.filter((other) => other !== address));
    this.#box.focus();
  }

  #keep(servers) {
    this.#store.set('servers', JSON.stringify(servers.slice(-ServerBookmarks.#MOST)));
    this.#write();
  }

  #write() {
    this.#list.replaceChildren(...this.#known.map((address) => this.#row(address)));
  }

  #row(address) {
    const row = this.#template.content.firstElementChild.cloneNode(true);
    const name = address.replace(/^https?:\/\//, '').replace(/\/$/, '');
    const link = row.querySelector('a');
    link.href = address;
    link.textContent = name;
    const remove = row.querySelector('button');
    remove.dataset.address = address;
    remove.setAttribute('aria-label', this.#i18n.text('servers.remove', name));
    return row;
  }
}

/** Returns the address of a server's page, or null: `lab.example:8080` gets the scheme of this page. */
function readAddress(written) {
  const whole = /^[a-z]+:\/\//i.test(written) ? written : `${location.protocol}//${written}`;
  try {
    const { protocol, origin, pathname, host } = new URL(whole);
    return /^https?:$/.test(protocol) && host !== '' && written !== '' ? origin + pathname : null;
  } catch {
    return null;
  }
}
