// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "96e04ae1e47018772990df0d848aa9d07bfde0bc44d5eecc612c37376ddf44c6",
  "wasm-relaxed-simd": "2a84d6461490a5ad3e0f66851d3f6a0460b802d4b393fac7b76e04e485b227a2",
};
