// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "b9bec6f19b7c242e07fbfe71e1b9c0e5b28c9c7d6f207a93fdff8b92e16befb6",
  "wasm-relaxed-simd": "0d11074f6461d8b305275dfa4a6fd62ba3e41fb3e22df37371e359db2be63e60",
};
