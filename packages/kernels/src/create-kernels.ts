import { checkIntegerBetween } from "@bnnkit/core";
import type { Engine } from "./engine.ts";
import { GOLDEN_BYTES, proveEngine } from "./golden/prove-engine.ts";
import { jsEngine } from "./js/js-engine.ts";
import type { Isa, Kernels, KernelsOptions } from "./kernels.ts";
import { RESERVED_BYTES, SLACK_BYTES } from "./tape/layout.ts";
import { TapeKernels } from "./tape-kernels.ts";
import { compileModule, type WasmIsa, wasmEngine } from "./wasm/wasm-engine.ts";

const SMALLEST_ARENA_BYTES = RESERVED_BYTES + SLACK_BYTES;
const LARGEST_ARENA_BYTES = 2 ** 31;

/** Instruction sets of WebAssembly, the fastest first. */
const wasmIsas = ["wasm-relaxed-simd", "wasm-simd128"] as const satisfies readonly WasmIsa[];

/**
 * Makes the kernels of the best instruction set that proves itself here: WebAssembly with relaxed SIMD, with plain SIMD,
 * else JavaScript.
 *
 * @throws RangeError for sizes outside 6208 … 2³¹ bytes or initialBytes above maximumBytes, TypeError for an unknown
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
  const { engine, reason } = await chooseEngine(isa, initialBytes);
  return new TapeKernels(engine, maximumBytes, reason);
}

interface ChosenEngine {
  readonly engine: Engine;
  readonly reason: string;
}

async function chooseEngine(isa: Isa | undefined, initialBytes: number): Promise<ChosenEngine> {
  switch (isa) {
    case "js":
      return { engine: jsEngine(initialBytes), reason: "asked for" };
    case "wasm-relaxed-simd":
    case "wasm-simd128":
      return { engine: await provenWasmEngine(isa, initialBytes), reason: "asked for" };
    case undefined:
      return firstProvenEngine(initialBytes);
    default:
      throw new TypeError(
        `createKernels: isa must be "wasm-relaxed-simd", "wasm-simd128" or "js", got ${isa}`,
      );
  }
}

async function firstProvenEngine(initialBytes: number): Promise<ChosenEngine> {
  const refusals: string[] = [];
  for (const isa of wasmIsas) {
    try {
      const engine = await provenWasmEngine(isa, initialBytes);
      return { engine, reason: ["the fastest that proves itself here", ...refusals].join("; ") };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (!refusals.includes(why)) refusals.push(why);
    }
  }
  return { engine: jsEngine(initialBytes), reason: `fallback: ${refusals.join("; ")}` };
}

/** Proves an instance over a small memory of its own, so that the arena stays as small as it was asked for. */
async function provenWasmEngine(isa: WasmIsa, initialBytes: number): Promise<Engine> {
  const module = await compileModule(isa);
  proveEngine(await wasmEngine(isa, module, GOLDEN_BYTES));
  return wasmEngine(isa, module, initialBytes);
}
