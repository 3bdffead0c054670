// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "1aad44a9a9756d4d4835b56d763d7c388613aa75cda94dd99f1deea4090420cc",
  "wasm-relaxed-simd": "c9f678a095e79db844ed13010f9d2c4616a5b73c5ba07dea4490d70aac16596a",
};
