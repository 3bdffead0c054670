import type { Kernels } from "@bnnkit/kernels";

const lastTurns = new WeakMap<Kernels, Promise<unknown>>();

/** Runs asynchronous work when all earlier work on the same kernels is done, failed or not: between two
 *  steps of one request the arena must not change hands. */
export function inTurn<Result>(kernels: Kernels, work: () => Promise<Result>): Promise<Result> {
  const result = (lastTurns.get(kernels) ?? Promise.resolve()).then(work);
  lastTurns.set(
    kernels,
    result.then(
      () => undefined,
      () => undefined,
    ),
  );
  return result;
}
