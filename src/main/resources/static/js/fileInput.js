/**
 * Takes files by the button, by paste and by drop, and passes them to the uploads. A dropped file never replaces the page, also on a
 * server without files. Opens images of messages.
 */
export class FileInput {
  #button = document.getElementById('attach');
  #picker = document.getElementById('file-picker');
  #chat = document.getElementById('chat');
  #uploads;
  #failed;

  /**
   * @param {{enabled: boolean, uploads: import('./onDemand.js').OnDemand, viewer: import('./onDemand.js').OnDemand, failed: () => void}}
   *   parts enabled: whether the server accepts files; failed: reports that the uploads cannot be loaded
   */
  constructor({ enabled, uploads, viewer, failed }) {
    this.#uploads = uploads;
    this.#failed = failed;
    for (const type of ['dragover', 'drop']) window.addEventListener(type, (event) => this.#dragged(event, enabled));
    window.addEventListener('dragleave', ({ relatedTarget }) => this.#mark(relatedTarget !== null && this.#chat.classList.contains('dropping')));
    document.getElementById('transcript').addEventListener('click', (event) => {
      const link = event.target.closest('.image');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      viewer.use((one) => one.open(link));
    });
    if (!enabled) return;
    this.#button.hidden = false;
    this.#button.addEventListener('click', () => this.#picker.click());
    this.#picker.addEventListener('change', () => {
      this.#add(this.#picker.files);
      this.#picker.value = '';
    });
    document.getElementById('message').addEventListener('paste', (event) => {
      const { files, types } = event.clipboardData;
      // a table or a text comes with a picture of itself
      if (files.length === 0 || types.includes('text/plain')) return;
      event.preventDefault();
      this.#add(files);
    });
  }

  #dragged(event, enabled) {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    const accepts = enabled && !this.#chat.hidden && !document.querySelector('dialog[open]');
    event.dataTransfer.dropEffect = accepts ? 'copy' : 'none';
    this.#mark(accepts && event.type === 'dragover');
    if (accepts && event.type === 'drop') this.#add(event.dataTransfer.files);
  }

  #mark(dropping) {
    this.#chat.classList.toggle('dropping', dropping);
  }

  /** Passes on every file: of several uses of a part that is not loaded, none may be lost. */
  async #add(list) {
    const files = [...list];
    const uploads = await this.#uploads.load();
    if (uploads) uploads.add(files);
    else this.#failed();
  }
}
