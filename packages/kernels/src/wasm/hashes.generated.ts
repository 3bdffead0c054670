// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "2b005bed7b7ee0676aacc41245e65708e46c66ba07223751df095f830bbc4e10",
  "wasm-relaxed-simd": "88d595b2b5740408cb3b18faec78f513f4b255bf69c7e72a36a1b36f860a3737",
};
