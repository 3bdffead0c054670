// Makes dist/bundle.js of the built package: one file with everything that it imports, for pages without a bundler.
import { build } from "vite";

const banner =
  "/* @bnnkit/runtime with @bnnkit/core, kernels and model; @huggingface/tokenizers: Apache-2.0 */";

/** Checkers of packages look for an export at the beginning of a line. */
const exportsOnALine = {
  name: "exports-on-a-line",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === "chunk") file.code = file.code.replace(/export\{[^{}]*\};?\s*$/, "\n$&");
    }
  },
};

await build({
  configFile: false,
  logLevel: "warn",
  plugins: [exportsOnALine],
  build: {
    outDir: "dist",
    emptyOutDir: false,
    copyPublicDir: false,
    target: "es2022",
    lib: { entry: "dist/index.js", formats: ["es"], fileName: () => "bundle.js" },
    rolldownOptions: { output: { minify: true, postBanner: banner } },
  },
});
