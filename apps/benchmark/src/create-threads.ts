import { createKernels, type Isa, type Kernels } from "@bnnkit/kernels";

/** Kernels with exactly so many threads: figures of a fallback would stand under the wrong number.
 *  @throws Error with the reason where there are fewer. */
export async function createThreads(isa: Isa | undefined, threads: number): Promise<Kernels> {
  const kernels = await createKernels({ threads, ...(isa !== undefined && { isa }) });
  if (kernels.threads === threads) return kernels;
  const [{ reason }] = kernels.explain();
  kernels.dispose();
  throw new Error(reason);
}
