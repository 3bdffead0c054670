// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "b1afdeaf1c26300020de5d6db3ab9b59d36b11cbbdde32f83d1d9d7317065bf3",
  "wasm-relaxed-simd": "32d7f50af6f54dc2c1158322528bebe6cef179abf7548661a23ea344bdd4b4e3",
};
