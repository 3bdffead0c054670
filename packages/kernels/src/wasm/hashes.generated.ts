// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "adc593626e61a127d95689634c4d6c20100d1bc95b2a8b177eaeeaa98a6ac898",
  "wasm-relaxed-simd": "e2e7a95f4065491114bf1560837cbfbd36c2913ece592d849ab608c79a536991",
};
