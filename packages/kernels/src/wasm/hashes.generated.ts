// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "172d18c614b7a337e67c80188a2ba423540f471270ae2c3953cb7d5d5e875315",
  "wasm-relaxed-simd": "b7d1bc048217b8bbfe9cfb5dde4cb8a91dfc9fdbabee72156b8971bd67e77df9",
};
