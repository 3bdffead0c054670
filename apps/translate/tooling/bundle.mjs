// Makes dist/browser/client/worker.js of the built package one file with everything that it imports: a worker has no import map,
// and bundlers that know no workers copy it as it is.
import { rmSync } from "node:fs";
import { build } from "vite";

await build({
  configFile: false,
  logLevel: "warn",
  build: {
    outDir: "dist/browser/client",
    emptyOutDir: false,
    copyPublicDir: false,
    target: "es2022",
    lib: {
      entry: "dist/browser/client/worker.js",
      formats: ["es"],
      fileName: () => "worker.js",
    },
    rolldownOptions: { output: { minify: true } },
  },
});

// The map of what the bundle has replaced.
rmSync("dist/browser/client/worker.js.map", { force: true });
