/**
 * Shows the offline page while the server cannot be reached. The worker keeps only the files of that page, and asks the
 * network first for them as well: a page after an upgrade never meets scripts from before it.
 */
const CACHE = 'offline';
const UNREACHABLE = [502, 503, 504]; // the answers of a proxy whose server is down

// the page registers the worker with the path of its version, so that an upgrade installs it again
const version = new URL(self.location).searchParams.get('version');
const [page, ...others] = ['offline', `${version}worker/offline.css`, `${version}icons/calm.svg`].map((path) => new URL(path, self.location).href);

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(removeOthers()));
self.addEventListener('fetch', (event) => {
  const { mode, url } = event.request;
  if (mode === 'navigate') event.respondWith(fromNetwork(event.request, page));
  else if (others.includes(url)) event.respondWith(fromNetwork(event.request, url));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([page, ...others]);
  await self.skipWaiting();
}

/** Removes the files of earlier versions. */
async function removeOthers() {
  const cache = await caches.open(CACHE);
  const outdated = (await cache.keys()).filter(({ url }) => ![page, ...others].includes(url));
  await Promise.all(outdated.map((request) => cache.delete(request)));
}

async function fromNetwork(request, otherwise) {
  try {
    const response = await fetch(request);
    if (!UNREACHABLE.includes(response.status)) return response;
  } catch {
    // the server cannot be reached
  }
  const cache = await caches.open(CACHE);
  return (await cache.match(otherwise)) ?? Response.error();
}
