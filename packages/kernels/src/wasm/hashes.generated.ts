// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "dc54f3942fcadfa6e2669377f0759ea36aa746c139eeea0579d5b22429e2c5f8",
  "wasm-relaxed-simd": "e876ad3daf2438c17fb4760c8dc6fa63388ef32b38b28c443e390a82927b2f1f",
};
