import { previewOf } from './filePreview.js';
import { firstLine } from './messageState.js';

/** The line above the message box with the message to which the next one replies. */
export class ReplyBar {
  #bar = document.getElementById('reply-bar');
  #author = document.getElementById('reply-author');
  #text = document.getElementById('reply-text');
  #box = document.getElementById('message');
  #i18n;
  #conversation = null;
  #stop = new AbortController();

  /** @param {{session: object, i18n: object}} parts */
  constructor({ session, i18n }) {
    this.#i18n = i18n;
    session.addEventListener('shown', ({ detail: { conversation } }) => this.#show(conversation));
    document.getElementById('cancel-reply').addEventListener('click', () => this.#cancel());
    for (const element of [this.#box, this.#bar]) element.addEventListener('keydown', (event) => this.#pressed(event));
  }

  #show(conversation) {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#conversation = conversation;
    conversation.addEventListener('replying', () => this.#write(), { signal });
    conversation.entries.addEventListener('changed', ({ detail: { entry } }) => {
      if (entry === conversation.replyTarget) this.#write();
    }, { signal });
    this.#write();
  }

  #write() {
    const target = this.#conversation.replyTarget;
    if (target?.deleted) return this.#conversation.reply(null);
    this.#bar.hidden = target === null;
    this.#author.textContent = target ? this.#i18n.text('reply.to', target.from) : '';
    this.#text.textContent = target ? previewOf(firstLine(target.text), this.#i18n) : '';
    return undefined;
  }

  #cancel() {
    this.#conversation.reply(null);
    this.#box.focus();
  }

  #pressed(event) {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented || this.#bar.hidden) return;
    event.stopPropagation();
    this.#cancel();
  }
}
