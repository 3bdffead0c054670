// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "9109cd8331e243638961c99f1d6ba496a40247b48fa2a41581d26a798f5d1ff9",
  "wasm-relaxed-simd": "49faeb9f345e989e096e9bfe64f8767e9979bf944ad3e665b44cc2bf66d6aa3c",
};
