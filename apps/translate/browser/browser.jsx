// Vite's dev server moves what ends in .js into a folder of its own, where the worker is not; this it serves from here.
export { createTranslator } from "../dist/browser/client/browser.js";
