import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// Nothing about wasm or workers here: models must run in a bundler that was told nothing of them.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  logLevel: "error",
  worker: { format: "es" },
  build: { outDir: "dist", emptyOutDir: true, target: "es2022" },
});
