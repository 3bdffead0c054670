import type { Arm } from "./arm.ts";
import { startStopwatch } from "./stopwatch.ts";

/** Twice the largest last-level cache that one meets in a machine for everyday use. */
export const EVICTED_BYTES: number = 64 * 2 ** 20;

/** Makes a function that overwrites so much memory that operands are no longer in any cache. */
export function createEviction(bytes: number = EVICTED_BYTES): () => void {
  const ballast = new Float64Array(bytes / 8);
  let value = 0;
  return () => {
    ballast.fill(++value);
  };
}

/**
 * Times single runs, each after the caches have been emptied, in rounds in which arms take turns.
 *
 * @returns  milliseconds of each round for each arm, in the order of `arms`.
 * @throws  what the signal was aborted with.
 */
export async function measureCold(
  arms: readonly Arm[],
  { rounds, signal }: { readonly rounds: number; readonly signal?: AbortSignal },
): Promise<number[][]> {
  const evict = createEviction();
  const samples: number[][] = arms.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, arm] of arms.entries()) {
      signal?.throwIfAborted();
      samples[i].push(await timeOnce(arm, evict));
    }
  }
  return samples;
}

async function timeOnce(arm: Arm, evict: () => void): Promise<number> {
  if (arm.watch !== undefined) return (await arm.watch.timeCold(EVICTED_BYTES)).milliseconds;
  evict();
  const stop = startStopwatch();
  if (arm.isAsynchronous) await arm.run();
  else arm.run();
  return stop().milliseconds;
}
