/** Where the program of a worker lies: an address of the page's origin, or a TrustedScriptURL of the page. */
export type WorkerAddress = string | URL | { toJSON(): string };

interface ScriptPolicy {
  createScriptURL(url: string): { toJSON(): string };
}

/** What there is of Trusted Types in browsers that have them. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

let policy: ScriptPolicy | undefined;

/** Starts a module worker. Under Trusted Types the policy `bnnkit-translate` lets addresses of the page's origin through.
 *  @throws TypeError for another origin; Error where the page allows no such worker. */
export function startWorker(address: WorkerAddress): Worker {
  // The compiler does not know that the constructor takes a TrustedScriptURL.
  return Reflect.construct(Worker, [trustedAddress(address), { type: "module" }]);
}

/** An address as scripts may be started from it where the page demands Trusted Types. */
export function trustedAddress(address: WorkerAddress): WorkerAddress {
  const trustedTypes: TrustedTypes | undefined = Reflect.get(globalThis, "trustedTypes");
  const isPlain = typeof address === "string" || address instanceof URL;
  if (trustedTypes === undefined || !isPlain) return address;
  try {
    policy ??= trustedTypes.createPolicy("bnnkit-translate", { createScriptURL: ofThisOrigin });
  } catch {
    // The page allows no policy of this name: its default policy decides.
    return address;
  }
  return policy.createScriptURL(String(address));
}

function ofThisOrigin(address: string): string {
  const { origin, href } = globalThis.location;
  if (new URL(address, href).origin === origin) return address;
  throw new TypeError(`a worker must be of the page's origin (${origin}), got ${address}`);
}
