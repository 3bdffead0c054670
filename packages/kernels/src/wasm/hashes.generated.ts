// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "8507403a505f311d5e520a03c2ec254d10ef6538b029158a98eae3cb3532b0c8",
  "wasm-relaxed-simd": "5279eb857120fde9f7d8c1727f3e599b93cab129c68cd2f9ed57d13820229e61",
};
