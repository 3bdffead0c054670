import { trustedAddress } from "../client/start-worker.ts";
import { cacheKey, modelCacheName } from "../engine/model-file.ts";
import { models } from "./models.ts";

/** Keeps the page for visits without a network, and says so. */
export async function keepOffline(place: HTMLElement): Promise<void> {
  if (!("serviceWorker" in navigator)) {
    place.textContent =
      "Without a network this page needs https, and a browser with service workers.";
    return;
  }
  try {
    await register(new URL("./service-worker.js", document.baseURI));
    await navigator.serviceWorker.ready;
    place.textContent = "This page is kept on your device, and works without a network.";
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    place.textContent = `This page cannot be kept for use without a network: ${reason}`;
  }
}

function register(address: URL): Promise<ServiceWorkerRegistration> {
  const { serviceWorker } = navigator;
  // The compiler does not know that it takes a TrustedScriptURL.
  return Reflect.apply(serviceWorker.register, serviceWorker, [trustedAddress(address)]);
}

/** Forgets files of models that this version of the page does not know. */
export async function forgetOldModels(): Promise<void> {
  const current = new Set(
    [...models.values()].flatMap(({ modelUrl, modelSha256, tokenizerUrl, tokenizerSha256 }) => [
      keyOf(modelUrl, modelSha256),
      keyOf(tokenizerUrl, tokenizerSha256),
    ]),
  );
  const cache = await globalThis.caches?.open(modelCacheName);
  for (const request of (await cache?.keys()) ?? [])
    if (!current.has(request.url)) await cache?.delete(request);
}

function keyOf(url: string | URL, sha256 = ""): string {
  return cacheKey(new URL(url, document.baseURI).href, sha256);
}
