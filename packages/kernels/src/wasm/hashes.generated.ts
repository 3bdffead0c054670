// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "222086eaea458283105b5375241893a51c7b39a3d1ae42729397b34d6f578279",
  "wasm-relaxed-simd": "b6fd56e60ae24accf8f142ec1b84ada62b97ff1326fffba762909bd0bcabf857",
};
