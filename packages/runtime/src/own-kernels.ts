import { createKernels, type Kernels, type WorkerUrl } from "@bnnkit/kernels";

/** What a loaded model computes with. */
export interface KernelSource {
  /** Kernels to run on; they stay the caller's. Default: own ones, which end with what was loaded. */
  readonly kernels?: Kernels;
  /** Threads of its own kernels, as in `createKernels`. Default 1. */
  readonly threads?: number | "all";
  /** Where a browser finds the worker file of its own kernels' threads, as in `createKernels`. Default: none is needed, unless
   *  the page's Content-Security-Policy allows no workers from `blob:`. */
  readonly workerUrl?: WorkerUrl;
}

/** Kernels with what is to be done when they are needed no more. */
export interface KernelLease {
  readonly kernels: Kernels;
  letGo(): void;
}

/** @throws RangeError where options of own kernels are given beside kernels. */
export function checkKernelSource(
  where: string,
  { kernels, threads, workerUrl }: KernelSource,
): void {
  if (kernels === undefined) return;
  for (const [name, value] of Object.entries({ threads, workerUrl })) {
    if (value === undefined) continue;
    throw new RangeError(
      `${where}: ${name} belongs to kernels that are made here: give kernels or ${name}, not both`,
    );
  }
}

/** The kernels that were given, else own ones. */
export async function leaseKernels({
  kernels,
  threads = 1,
  workerUrl,
}: KernelSource): Promise<KernelLease> {
  if (kernels !== undefined) return { kernels, letGo: () => undefined };
  const own = await createKernels({ threads, ...(workerUrl !== undefined && { workerUrl }) });
  return { kernels: own, letGo: () => own.dispose() };
}
