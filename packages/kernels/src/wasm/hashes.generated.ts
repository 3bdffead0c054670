// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "429e3701335e93b7d16f4e05d09e97ffd5cacb7729f45907aeca42400f581fc2",
  "wasm-relaxed-simd": "208d7d3d5df8702409b6f063d16a8015775146e1d70710d2ff7dde642ddc27ae",
};
