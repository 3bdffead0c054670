// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "66cc3f1650bea9c10e3bbbeca9bcacde2f8ba28702dfa29aa8f8b538e482ea4b",
  "wasm-relaxed-simd": "e43cb0f3574224212612c271fafa0a6f2e958865ae5c0fa6477458bb400d8333",
};
