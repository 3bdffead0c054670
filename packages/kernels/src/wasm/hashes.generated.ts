// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "8b8e948e12cb91795e6cc37cb10884f739cdd2fa63c5cf5c51a4dc8de0818d34",
  "wasm-relaxed-simd": "0e64d24ef271413766372c8c5aee3174974a9c415629b10d4f1686a34e48166f",
};
