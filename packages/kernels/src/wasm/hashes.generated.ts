// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "1f62e41133b59021c2e48d14664fce74ef786d16744c4c7d4c94f21c2767d6aa",
  "wasm-relaxed-simd": "f4c49260c602e74780f74fb6bef6987d58ec258233edd8d1c4d3fdaa13b54c5e",
};
