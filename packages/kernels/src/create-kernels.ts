import { checkIntegerBetween } from "@bnnkit/core";
import { chooseKernels } from "./choose-kernels.ts";
import { jsEngine } from "./js/js-engine.ts";
import type { Kernels, KernelsOptions } from "./kernels.ts";
import { RESERVED_BYTES, SLACK_BYTES } from "./tape/layout.ts";
import { TapeKernels } from "./tape-kernels.ts";
import { countThreads } from "./threads/count-threads.ts";
import { shareEngine } from "./threads/share-engine.ts";
import { checkWorkerUrl } from "./threads/worker-url.ts";
import { wasmEngine } from "./wasm/wasm-engine.ts";
import type { WasmSources } from "./wasm/wasm-source.ts";

const SMALLEST_ARENA_BYTES = RESERVED_BYTES + SLACK_BYTES;
const LARGEST_ARENA_BYTES = 2 ** 31;

/** Makes kernels that run one of these modules, else JavaScript. */
export async function createKernelsFrom(
  sources: WasmSources,
  options: Omit<KernelsOptions, "wasm">,
): Promise<Kernels> {
  const { threads = 1, workerUrl, maximumBytes = LARGEST_ARENA_BYTES } = options;
  const initialBytes = options.initialBytes ?? Math.min(2 ** 20, maximumBytes);
  const where = "createKernels";
  checkIntegerBetween(
    where,
    "maximumBytes",
    maximumBytes,
    SMALLEST_ARENA_BYTES,
    LARGEST_ARENA_BYTES,
  );
  checkIntegerBetween(where, "initialBytes", initialBytes, SMALLEST_ARENA_BYTES, maximumBytes);
  if (workerUrl !== undefined) checkWorkerUrl(workerUrl);
  const sharing = { threads: countThreads(threads), workerUrl, initialBytes, maximumBytes };
  const { module, reason, choice } = await chooseKernels(sources, options);
  const engine =
    module === undefined
      ? jsEngine(initialBytes)
      : await wasmEngine(module.isa, module.compiled, initialBytes);
  const shared = await shareEngine(engine, { ...sharing, source: module && sources[module.isa] });
  return new TapeKernels(shared, maximumBytes, reason, choice);
}
