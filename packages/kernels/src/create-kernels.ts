import { checkIntegerBetween } from "@bnnkit/core";
import type { Engine } from "./engine.ts";
import { GOLDEN_BYTES, proveEngine } from "./golden/prove-engine.ts";
import { jsEngine } from "./js/js-engine.ts";
import type { Kernels, KernelsOptions } from "./kernels.ts";
import { RESERVED_BYTES, SLACK_BYTES } from "./tape/layout.ts";
import { TapeKernels } from "./tape-kernels.ts";
import { compileModule, wasmEngine } from "./wasm/wasm-engine.ts";

const SMALLEST_ARENA_BYTES = RESERVED_BYTES + SLACK_BYTES;
const LARGEST_ARENA_BYTES = 2 ** 31;

/**
 * Makes the kernels of the best instruction set that proves itself here: WebAssembly SIMD, else JavaScript.
 *
 * @throws RangeError for sizes outside 2112 … 2³¹ bytes or initialBytes above maximumBytes, TypeError for an unknown
 *   `isa`, Error when the `isa` that was demanded is not to be had or computes wrong results.
 */
export async function createKernels(options: KernelsOptions = {}): Promise<Kernels> {
  const { isa, maximumBytes = LARGEST_ARENA_BYTES } = options;
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
  const kernels = (engine: Engine, reason: string): Kernels =>
    new TapeKernels(engine, maximumBytes, reason);
  switch (isa) {
    case "js":
      return kernels(jsEngine(initialBytes), "asked for");
    case "wasm-simd128":
      return kernels(await provenWasmEngine(initialBytes), "asked for");
    case undefined:
      try {
        return kernels(await provenWasmEngine(initialBytes), "the fastest that proves itself here");
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return kernels(jsEngine(initialBytes), `fallback: ${why}`);
      }
    default:
      throw new TypeError(`createKernels: isa must be "wasm-simd128" or "js", got ${isa}`);
  }
}

/** Proves an instance over a small memory of its own, so that the arena stays as small as it was asked for. */
async function provenWasmEngine(initialBytes: number): Promise<Engine> {
  const module = await compileModule();
  proveEngine(await wasmEngine(module, GOLDEN_BYTES));
  return wasmEngine(module, initialBytes);
}
