// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "581e6122f5b59433ff82b4f749738ae8afa390b9cd28a4ec182201048885ed4b",
  "wasm-relaxed-simd": "971e9c6c9cc2eb6c96ba50b79ce69b5b127923fac201e376f0075c3129ea0f58",
};
