import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// Nothing about workers here: threads must work in a bundler that was told nothing of them.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  logLevel: "error",
  build: { outDir: "dist", emptyOutDir: true, target: "es2022" },
});
