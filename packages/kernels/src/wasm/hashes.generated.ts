// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "ae5f364701f43b5240337c42ffb2de0c4000413c31157ca118a80c089a43dc86",
  "wasm-relaxed-simd": "6ce231ca5ceccfb822a86857491d06eb0726a499ee6b3040886357d29b75e76f",
};
