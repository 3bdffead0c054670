// Generated from assembly/ by `pnpm generate:wasm`. Do not edit.

/** SHA-256 of the WebAssembly modules, without the section in which each repeats it. */
export const moduleHashes: Readonly<Record<"wasm-simd128" | "wasm-relaxed-simd", string>> = {
  "wasm-simd128": "e33aee1976e45725e4d43bb9972e981dac3048251f45deffed5ddde3932e182f",
  "wasm-relaxed-simd": "06bc8cb7e6c39cf33e784f13abc8eceedbee594a8999bd7aeaca07cfd7552d4c",
};
