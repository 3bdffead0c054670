// Vite's dev server moves what ends in .js into a folder of its own, where the modules are not; this it serves from here.
export { createKernelsFromFiles, wasmUrls } from "../dist/wasm-files.js";
