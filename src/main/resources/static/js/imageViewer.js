/** The dialog that shows an image of a message in full size. */
export class ImageViewer {
  #dialog = document.getElementById('image-viewer');
  #image = document.getElementById('viewed-image');
  #title = document.getElementById('viewed-name');
  #download = document.getElementById('download-image');

  constructor() {
    document.getElementById('shut-image').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('click', ({ target }) => {
      if (target === this.#dialog) this.#dialog.close();
    });
    this.#dialog.addEventListener('close', () => this.#image.removeAttribute('src'));
  }

  /** @param {HTMLAnchorElement} link the image in its message */
  open(link) {
    this.#title.textContent = this.#image.alt = link.dataset.name;
    this.#image.src = this.#download.href = link.href;
    this.#download.download = link.dataset.name;
    this.#dialog.showModal();
  }
}
