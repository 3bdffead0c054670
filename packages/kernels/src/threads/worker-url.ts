/** Where the worker file of this package lies: a path or address, a `URL`, or a `TrustedScriptURL` of the page. */
export type WorkerUrl = string | { toJSON(): string };

/** What there is of Trusted Types in browsers that have them. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): TrustedTypePolicy;
}

interface TrustedTypePolicy {
  createScriptURL(url: string): WorkerUrl;
}

let policy: TrustedTypePolicy | undefined;

/** @throws TypeError unless it is a string, a URL or a TrustedScriptURL. */
export function checkWorkerUrl(url: WorkerUrl): void {
  if (typeof url === "string" || typeof url?.toJSON === "function") return;
  throw new TypeError(
    `createKernels: workerUrl must be a string, a URL or a TrustedScriptURL, got ${url}`,
  );
}

/**
 * The URL as a worker may be started from it where the page demands Trusted Types: what the page trusts as it is, any other of the
 * page's own origin by the policy `bnnkit`.
 *
 * Where the page allows no policy of this name the URL stays what it is, for its default policy to decide.
 *
 * @throws TypeError for a URL of another origin, where there are Trusted Types.
 */
export function trustedWorkerUrl(url: WorkerUrl): WorkerUrl {
  const trustedTypes: TrustedTypes | undefined = Reflect.get(globalThis, "trustedTypes");
  const isPlain = typeof url === "string" || url instanceof URL;
  if (trustedTypes === undefined || !isPlain) return url;
  try {
    policy ??= trustedTypes.createPolicy("bnnkit", { createScriptURL: ofThisOrigin });
  } catch {
    return url;
  }
  return policy.createScriptURL(String(url));
}

function ofThisOrigin(url: string): string {
  const { origin, href } = globalThis.location;
  if (new URL(url, href).origin === origin) return url;
  throw new TypeError(`a worker's URL must be of the page's origin (${origin}), got ${url}`);
}
