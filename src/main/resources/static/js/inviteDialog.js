import { copyText } from './copyText.js';
import { parseInvite } from './inviteLink.js';

/** The dialog that creates a link which invites to a room, and shows it with its QR code. */
export class InviteDialog {
  static #HOURS = [1, 24, 7 * 24, 30 * 24];
  static #CHOSEN = 24;
  static #SVG = 'http://www.w3.org/2000/svg';

  #dialog = document.getElementById('invite');
  #title = document.getElementById('invite-title');
  #hours = document.getElementById('invite-hours');
  #result = document.getElementById('invite-result');
  #link = document.getElementById('invite-link');
  #qr = document.getElementById('invite-qr');
  #status = document.getElementById('invite-status');
  #copy = document.getElementById('invite-copy');
  #session;
  #i18n;
  #room = '';
  #asked = 0;

  /** @param {{session: object, i18n: import('./i18n.js').I18n}} parts */
  constructor({ session, i18n }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#hours.replaceChildren(
      ...InviteDialog.#HOURS.map((hours) => new Option(i18n.duration(hours * 3_600), String(hours), false, hours === InviteDialog.#CHOSEN)));
    this.#dialog.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#create(Number(this.#hours.value));
    });
    this.#copy.addEventListener('click', () => void this.#copyLink());
    this.#link.addEventListener('focus', () => this.#link.select());
    document.getElementById('invite-close').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog) this.#dialog.close();
    });
    // the secret stays no longer in the document than necessary
    this.#dialog.addEventListener('close', () => this.#clear());
  }

  /** Opens the dialog for the open room. */
  open() {
    if (this.#session.current.kind !== 'room' || this.#dialog.open) return;
    this.#room = this.#session.current.name;
    this.#title.textContent = this.#i18n.text('invite.title', this.#room);
    this.#clear();
    this.#dialog.showModal();
    this.#hours.focus();
  }

  #clear() {
    this.#asked++;
    this.#result.hidden = this.#copy.hidden = true;
    this.#link.value = '';
    this.#qr.replaceChildren();
    this.#status.textContent = '';
  }

  #create(hours) {
    this.#clear();
    const asked = this.#asked;
    const sent = this.#session.ask(`/invite ${this.#room} ${hours}`, this.#room, ({ lines }) => {
      if (asked === this.#asked) this.#show(lines, Date.now() + hours * 3_600_000);
    });
    this.#status.textContent = sent ? '' : this.#i18n.text('composer.offline');
  }

  #show(lines, until) {
    const invite = parseInvite(lines);
    if (invite === null) {
      this.#status.textContent = lines.join(' ');
      return;
    }
    this.#link.value = invite.link;
    this.#qr.replaceChildren(this.#draw(invite.qr));
    this.#result.hidden = this.#copy.hidden = false;
    this.#status.textContent = this.#i18n.text('invite.until', this.#i18n.when(until));
    this.#copy.focus();
  }

  #draw({ width, height, path }) {
    const image = document.createElementNS(InviteDialog.#SVG, 'svg');
    image.setAttribute('viewBox', `0 0 ${width} ${height}`);
    image.setAttribute('shape-rendering', 'crispEdges');
    image.setAttribute('aria-hidden', 'true');
    const modules = document.createElementNS(InviteDialog.#SVG, 'path');
    modules.setAttribute('d', path);
    image.append(modules);
    return image;
  }

  async #copyLink() {
    const copied = await copyText(this.#link.value);
    this.#status.textContent = this.#i18n.text(copied ? 'invite.copied' : 'invite.select');
    if (!copied) this.#link.focus();
  }
}
