// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "c455f0adfc8a8bbe494a3146f62f83a4102edcd6feea537138c5c4528ceafebf",
  "wasm-relaxed-simd": "307ac6dfa3e87fce52a5a80dabdc9730a287d5773716a9a3eaa5d58db37fdf73",
};
