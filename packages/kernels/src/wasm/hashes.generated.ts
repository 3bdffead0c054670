// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "98fc9f5514d3860b761a2bbde48b77df31c002617dc944dbabe63ef04af9d4fd",
  "wasm-relaxed-simd": "c852594c64e285e5aaf7f1b085ce5c077dba5f5ce41c80d888d78bb91364c140",
};
