// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "d271ed9152e7d87628aac19dc7655728fadefbdf52216593b09f473d545cbd1a",
  "wasm-relaxed-simd": "aeb038cf3be0c756575e1416fffb041b8b28b70f173f6fd8b676e1551c65f1d5",
};
