/**
 * The service worker, which shows a page of its own while the server cannot be reached. Browsers have it over HTTPS and on
 * localhost only; without it nothing changes.
 */
export class OfflineWorker {
  /** @param {ServiceWorkerContainer | undefined} workers undefined where the browser has none @param {string} base the address of the page */
  constructor(workers = navigator.serviceWorker, base = document.baseURI) {
    this.registered = this.#register(workers, base);
  }

  async #register(workers, base) {
    const worker = new URL('service-worker.js', base);
    worker.searchParams.set('version', new URL('..', import.meta.url).pathname);
    try {
      await workers?.register(worker.href, { updateViaCache: 'none' });
    } catch {
      // the browser or a policy forbids it
    }
  }
}
