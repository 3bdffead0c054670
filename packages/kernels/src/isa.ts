/** Instruction set a `Kernels` runs on: WebAssembly with relaxed SIMD, with plain 128-bit SIMD, or plain JavaScript. */
export type Isa = "wasm-relaxed-simd" | "wasm-simd128" | "js";

/** Every instruction set, the one tried first in front. */
export const instructionSets: readonly Isa[] = ["wasm-relaxed-simd", "wasm-simd128", "js"];

/** An instruction set of WebAssembly. */
export type WasmIsa = Exclude<Isa, "js">;

/** Instruction sets of WebAssembly, the fastest first. */
export const wasmIsas: readonly WasmIsa[] = ["wasm-relaxed-simd", "wasm-simd128"];
