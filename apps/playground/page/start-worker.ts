import { type Remote, wrap } from "comlink";

interface ScriptPolicy {
  createScriptURL(url: string): object;
}

/** What there is of Trusted Types in browsers that have them. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

let policy: ScriptPolicy | undefined;

/** Starts a module worker of the page; what it exposes is called through the result. */
export function startWorker<Service>(address: string): Remote<Service> {
  // The compiler does not know that the constructor takes a TrustedScriptURL.
  const worker: Worker = Reflect.construct(Worker, [trusted(address), { type: "module" }]);
  return wrap<Service>(worker);
}

/** An address of the page's origin, as scripts may be started from it where the page demands Trusted Types. */
function trusted(address: string): string | object {
  const trustedTypes: TrustedTypes | undefined = Reflect.get(globalThis, "trustedTypes");
  if (trustedTypes === undefined) return address;
  policy ??= trustedTypes.createPolicy("bnnkit-playground", {
    createScriptURL(url) {
      if (new URL(url, location.href).origin === location.origin) return url;
      throw new TypeError(`a worker must be of the page's origin, got ${url}`);
    },
  });
  return policy.createScriptURL(address);
}
