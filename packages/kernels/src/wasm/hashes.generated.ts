// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "d933ab3d2cacd4dd6c567568bd8e7229456185761772b8c992bfdc42ec172725",
  "wasm-relaxed-simd": "f85960549f0c41e30e9cc0bfff83560027f1921d09a8b642a3f22ea7f268b6f4",
};
