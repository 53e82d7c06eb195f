import { uploadProblem } from './uploadProblem.js';

/** The files on their way to the server, one after another, in a list above the message box. */
export class Uploads {
  #list = document.getElementById('uploads');
  #template = document.getElementById('upload-row');
  #session;
  #i18n;
  #base;
  #token;
  #limit;
  /** @type {Upload[]} */
  #waiting = [];
  #current = null;

  /**
   * @typedef {{file: File, conversation: object, row: HTMLLIElement}} Upload
   *
   * @param {{session: object, i18n: import('./i18n.js').I18n, base: string, token: () => string | null, limit: number}} context base: the
   *   address of the page; token: the resume token; limit: the most bytes of a file
   */
  constructor({ session, i18n, base, token, limit }) {
    this.#session = session;
    this.#i18n = i18n;
    this.#base = base;
    this.#token = token;
    this.#limit = limit;
  }

  /** Sends files to the conversation that is open now. @param {File[]} files */
  add(files) {
    for (const file of files) {
      const upload = { file, conversation: this.#session.current, row: this.#newRow(file) };
      upload.row.querySelector('.cancel').addEventListener('click', () => this.#cancel(upload));
      upload.row.querySelector('.again').addEventListener('click', () => this.#start(upload));
      this.#start(upload);
    }
  }

  #newRow({ name }) {
    const row = this.#template.content.firstElementChild.cloneNode(true);
    row.querySelector('.upload-name').textContent = name;
    row.querySelector('progress').setAttribute('aria-label', name);
    const cancel = row.querySelector('.cancel');
    cancel.setAttribute('aria-label', this.#i18n.text('file.cancel', name));
    cancel.title = this.#i18n.text('file.cancel', name);
    row.querySelector('.again').textContent = this.#i18n.text('message.retry');
    this.#list.append(row);
    return row;
  }

  #start(upload) {
    this.#show(upload, '');
    if (upload.file.size > this.#limit) return this.#fail(upload, this.#i18n.text('file.large', this.#i18n.bytes(this.#limit)), false);
    this.#waiting.push(upload);
    this.#next();
  }

  #next() {
    if (this.#current || this.#waiting.length === 0) return;
    const upload = this.#waiting.shift();
    const { file, conversation, row } = upload;
    const request = new XMLHttpRequest();
    this.#current = { upload, request };
    const folder = conversation.kind === 'room' ? `rooms/${encodeURIComponent(conversation.name)}` : 'direct';
    request.open('POST', new URL(`${folder}/files?name=${encodeURIComponent(file.name)}`, this.#base));
    request.setRequestHeader('Authorization', `Bearer ${this.#token()}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    const bar = row.querySelector('progress');
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      bar.max = total;
      bar.value = loaded;
    });
    request.addEventListener('loadend', () => {
      this.#current = null;
      this.#ended(upload, request);
      this.#next();
    });
    request.send(file);
  }

  #ended(upload, request) {
    if (!upload.row.isConnected) return; // cancelled
    const answer = parse(request.responseText);
    if (request.status === 201 && typeof answer?.text === 'string') {
      this.#remove(upload);
      upload.conversation.publish(answer.text);
    } else {
      const { reason, again } = uploadProblem({ status: request.status, body: answer }, this.#i18n);
      this.#fail(upload, reason, again);
      if (request.status === 0) void this.#checkReadable(upload);
    }
  }

  /** The browser reports a file that it cannot read like a lost connection. */
  async #checkReadable(upload) {
    try {
      await upload.file.slice(0, 1).arrayBuffer();
    } catch {
      this.#fail(upload, this.#i18n.text('file.unreadable'), false);
    }
  }

  #fail(upload, reason, again = true) {
    this.#show(upload, this.#i18n.text('file.failed', reason), again);
  }

  #show({ row }, problem, again = false) {
    row.classList.toggle('failed', problem !== '');
    row.querySelector('.upload-problem').textContent = problem;
    const bar = row.querySelector('progress');
    bar.hidden = problem !== '';
    bar.removeAttribute('value');
    const retry = row.querySelector('.again');
    const hadFocus = document.activeElement === retry;
    retry.hidden = !again;
    if (hadFocus && retry.hidden) row.querySelector('.cancel').focus();
  }

  #cancel(upload) {
    this.#waiting = this.#waiting.filter((one) => one !== upload);
    this.#remove(upload);
    if (this.#current?.upload === upload) this.#current.request.abort();
  }

  #remove({ row }) {
    const hadFocus = row.contains(document.activeElement);
    row.remove();
    if (hadFocus) document.getElementById('message').focus();
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // of a proxy
  }
}
