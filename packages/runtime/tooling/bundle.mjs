// Makes dist/bundle.js of the built package: one file with everything that it imports, for pages without a bundler.
import { build } from "vite";

await build({
  configFile: false,
  logLevel: "warn",
  build: {
    outDir: "dist",
    emptyOutDir: false,
    copyPublicDir: false,
    target: "es2022",
    sourcemap: false,
    lib: { entry: "dist/index.js", formats: ["es"], fileName: () => "bundle.js" },
    rolldownOptions: {
      output: {
        minify: true,
        postBanner:
          "/* @bnnkit/runtime with @bnnkit/core, kernels and model, Apache-2.0; @huggingface/tokenizers, Apache-2.0 */",
      },
    },
  },
});
