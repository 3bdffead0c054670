import { checkIntegerBetween } from "@bnnkit/core";

const MOST_THREADS = 64;

/**
 * How many threads `threads` asks for; "all" is one for each core, up to 64.
 *
 * @throws RangeError unless it is "all" or an integer in 1 … 64.
 */
export function countThreads(threads: number | "all"): number {
  if (threads === "all") return Math.min(MOST_THREADS, coreCount());
  if (typeof threads !== "number") {
    throw new RangeError(
      `createKernels: threads must be "all" or an integer in 1 … ${MOST_THREADS}, got ${threads}`,
    );
  }
  checkIntegerBetween("createKernels", "threads", threads, 1, MOST_THREADS);
  return threads;
}

function coreCount(): number {
  const os = globalThis.process?.getBuiltinModule?.("node:os");
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}
