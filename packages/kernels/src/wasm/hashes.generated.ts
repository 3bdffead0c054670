// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "8cfd4698de524eaac9e580dff8b600ca08d2b6c23421c413ea93817be30f3e60",
  "wasm-relaxed-simd": "d0f20b14b941270a7c0963691e37d6499c7fab078d87b975ad71aecb07576a11",
};
