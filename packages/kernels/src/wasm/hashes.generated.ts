// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "7265a3bf2b5ff2b9f278da62e1f900ea886cc01fbe6941c56d073b452f887c29",
  "wasm-relaxed-simd": "f4e3796b20d298f14fc876d9bb77532ffb4b723320cd8be1badebb0ad448fba0",
};
