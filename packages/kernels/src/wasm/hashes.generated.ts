// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "8258d5f4dbb07b50518c94fec3e13b0a8462e39c0c6e5216fc876669f7ba387f",
  "wasm-relaxed-simd": "4c85469b8bd5a397ccf476ae87fe3f15f615abdde72d096f87330c63605d2a80",
};
