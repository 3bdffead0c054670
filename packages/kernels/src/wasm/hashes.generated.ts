// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "b26d2d85f91957eeb9e8c191554456e0090532d509ba398aa0a9f507e644dbeb",
  "wasm-relaxed-simd": "2fee1e2b5189445c0440af95d4a7775b2fd421c5be74d0ed8539f65d4d831c6a",
};
