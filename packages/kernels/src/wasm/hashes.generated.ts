// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "293711ecf8c375d3e7edc79717429a7e12ba3a7007666989b498a0cd2e9b38b9",
  "wasm-relaxed-simd": "9d4c58ac8d1d6c513fe065c042e6df5c79e3f44e0a3bb45c059ddfcc814970d2",
};
