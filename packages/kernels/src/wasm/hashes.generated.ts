// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "19bf0feb449a160246d5cf680b41c5e380ed4135cab390107d2a7347e44505ee",
  "wasm-relaxed-simd": "72b7f68e909900703f4905fc17497f2e49d7a5dbb999ba27453bd4ea28aac917",
};
