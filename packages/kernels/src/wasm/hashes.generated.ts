// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "ed7be76aa15e06bade63d74f8f2119866ea38c3a95dc1ae0c627f55acbfc8bbc",
  "wasm-relaxed-simd": "704dd0cb8939f57cf5690f293c0f1dd6a37329a5e8dda64c229f7338a8c60312",
};
