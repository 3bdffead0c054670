// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "43cc624ef4f928f380e396979d9ac995a57137d74d34c4520ffa40827a691fe5",
  "wasm-relaxed-simd": "1542b9c287ec683632a1119ebb8b7461b45927e019d478f3d412476a4721a69f",
};
