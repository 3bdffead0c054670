// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "ee96bf23b764fb1f3d2163271d3aaba47dbc92897b1332a73714c7a2fb909716",
  "wasm-relaxed-simd": "d2d4e4b59feb76fd10821bc3f69b6224b08c6fb797967dafee5d70f9df80bfbd",
};
