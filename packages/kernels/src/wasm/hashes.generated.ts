// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "61b7b714ed2952c31ee54e521b0074947919ce2e9010a158212438b9fee36ba3",
  "wasm-relaxed-simd": "ca4e34de5893213e0695114c2a266e46d965673a85bc47029dbf467e73955edb",
};
