// Keeps the files of the page, so that it opens without a network. Files of models are kept by who loads them.

declare const self: ServiceWorkerGlobalScope;

/** Put in by the build: files of the page, a digest of them, and the headers that each is served with. */
declare const pageFiles: readonly string[];
declare const pageVersion: string;
declare const pageHeaders: Readonly<Record<string, string>>;

const prefix = "bnnkit-page-";
const cacheName = `${prefix}${pageVersion}`;

self.addEventListener("install", (event) => event.waitUntil(keepFiles()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOldFiles()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(event.request));
});

async function keepFiles(): Promise<void> {
  const cache = await caches.open(cacheName);
  // Files with a digest in their names are what the page has loaded just now; the others may be of an older version.
  const requests = pageFiles.map((file) => {
    return new Request(file, { cache: file.startsWith("assets/") ? "default" : "reload" });
  });
  await cache.addAll(requests);
}

async function forgetOldFiles(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const wanted = request.mode === "navigate" ? self.registration.scope : request;
  const kept = await cache.match(wanted, { ignoreSearch: true });
  return kept === undefined ? await fetch(request) : withHeaders(kept);
}

/** Hosts that set no headers serve a page that may not share memory between threads: kept, it may. */
function withHeaders(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(pageHeaders)) headers.set(name, value);
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}

export {};
