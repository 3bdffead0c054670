import { createKernelsFromFiles, wasmUrls } from "@bnnkit/kernels/wasm";

const compiled = await WebAssembly.compileStreaming(fetch(wasmUrls["wasm-simd128"]));
const kernels = await createKernelsFromFiles({ "wasm-simd128": compiled });
window.isa = kernels.isa;
