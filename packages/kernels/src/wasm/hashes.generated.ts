// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "133543fe4b6da77aa825595e6849db87f302dfcab019c3f001bbb46d78284f62",
  "wasm-relaxed-simd": "a1ff560d70efa4c28a4cc67fff45afd00b4e7316f65e1e5a06381dd54e0cd656",
};
