import { createKernelsFrom } from "./create-kernels.ts";
import type { Kernels, KernelsOptions } from "./kernels.ts";
import { inlinedModules } from "./wasm/inlined-modules.ts";

/**
 * Makes the kernels of the best instruction set that proves itself here: WebAssembly with relaxed SIMD, with plain SIMD,
 * else JavaScript. Modules are compiled and proved once in a process; every call makes an arena of its own.
 *
 * @throws RangeError for sizes outside 6208 … 2³¹ bytes or initialBytes above maximumBytes, for a budget that is not
 *   positive, for a `choice` of another version or instruction set and for a module in `wasm` that is not this version's;
 *   TypeError for an unknown `isa`, for a `choice` that is none and for a `workerUrl` that is no URL; Error when the `isa` that was demanded is not to be
 *   had or computes wrong results, and with `strict` for every fallback.
 */
export function createKernels(options: KernelsOptions = {}): Promise<Kernels> {
  return createKernelsFrom(options.wasm ?? inlinedModules, options);
}
