// Vite's dev server moves what ends in .js into a folder of its own, where the two files are not; this it serves from here.
export { modelUrl, tokenizerUrl } from "./index.js";
