// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "84eea227b0eead9d9f37ae08fa8937e7c3b447a269c0a711e2cbe749d260617d",
  "wasm-relaxed-simd": "05bd4e7872dfaa7b98dbd1928125afcce31cbd39556c6466e60290456a4c1f34",
};
