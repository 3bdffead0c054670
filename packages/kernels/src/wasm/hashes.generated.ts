// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "9f5ec2913036c66ec8b9e8155a24784ed330b8dc6126871b318492ea3a62cbf4",
  "wasm-relaxed-simd": "cd73c6350818afcb3edade68795627f68d310348faf0b6072e94f4d58f3c5563",
};
