// Vite's dev server moves what ends in .js into a folder of its own, where the worker is not; this it serves from here.
import "../dist/browser/client/element.js";
