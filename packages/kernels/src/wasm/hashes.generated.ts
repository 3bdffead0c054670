// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "244900a48e9ce50811607dd095012b536845126f2d9971fddeffe674c943b0f2",
  "wasm-relaxed-simd": "d0676100e1f82d650bd0bfd96b8168e501b1aa3f3b4b4f5412dc7b7e597f5cfe",
};
