// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "949e950ecb02ca6ad5065b6409762c00c82dadb86d3b917dbe8007c22587c30c",
  "wasm-relaxed-simd": "c826642947c0c38508d408120ece6c7b84a7ec7eaedfa1753fa7a269a9491017",
};
