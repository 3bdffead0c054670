/**
 * The kernels with their WebAssembly modules as files instead of inlined bytes: for pages that cache or stream them.
 *
 * @module @bnnkit/kernels/wasm
 */

import type { PlatformUrl } from "@bnnkit/core";
import { createKernelsFrom } from "./create-kernels.ts";
import type { WasmIsa } from "./isa.ts";
import type { Kernels, KernelsOptions } from "./kernels.ts";
import type { WasmFiles } from "./wasm/wasm-source.ts";

export type { WasmIsa } from "./isa.ts";
export type { WasmFile, WasmFiles } from "./wasm/wasm-source.ts";

/**
 * Where the WebAssembly modules lie as files of their own. Bundlers that know `new URL(…, import.meta.url)` copy them.
 *
 * The paths go through `src`, which is published, so that sources and built files name the same bytes.
 */
export const wasmUrls: Readonly<Record<WasmIsa, PlatformUrl>> = {
  "wasm-relaxed-simd": new URL("../src/wasm/relaxed-simd.wasm", import.meta.url),
  "wasm-simd128": new URL("../src/wasm/simd128.wasm", import.meta.url),
};

/**
 * `createKernels` with these files. A bundle that imports it, and `createKernels` nowhere, leaves the inlined modules out.
 *
 * @throws as `createKernels` does.
 */
export function createKernelsFromFiles(
  wasm: WasmFiles,
  options: Omit<KernelsOptions, "wasm"> = {},
): Promise<Kernels> {
  return createKernelsFrom(wasm, options);
}
