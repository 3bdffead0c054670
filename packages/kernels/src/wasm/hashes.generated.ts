// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "b8727f19c0b7de0d1ab74fcfc07025704dd085240b2111f4595c3260b1552214",
  "wasm-relaxed-simd": "e44582d430daa54fdec059cb1264618a52f625bf7c27cc0ba4694110b9f5150e",
};
