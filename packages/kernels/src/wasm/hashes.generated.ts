// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "df10e12946085d359dd293fba98c4c5f0c2230c0b8dd84e43986f9c89d093024",
  "wasm-relaxed-simd": "3d5d444427d7e6884d4258844b8dcc15a61a027d827265379cbe0dc2b2ee4778",
};
