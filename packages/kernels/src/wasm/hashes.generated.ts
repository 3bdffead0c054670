// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "e820ad8b53918544e3ab2827664855f71b5c351bdbc702b44c4b8a8bc07d38c4",
  "wasm-relaxed-simd": "1b76e19d3bfb7c0706ae5afae04a4c454eec3d7b0f7a09e8a1e875ffa1e1d513",
};
