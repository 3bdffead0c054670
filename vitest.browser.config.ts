import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const args = ["--no-sandbox", "--disable-background-networking"];

const include = [
  "packages/{core,metrics,kernels,model,runtime}/test/**/*.test.ts",
  "packages/hardware/test/model-estimate/**/*.test.ts",
];
const exclude = [
  "**/*.{slow,exhaustive}.test.ts",
  "packages/metrics/test/sacrebleu.test.ts",
  "packages/kernels/test/{count-threads,create-kernels,threads,wasm-files,wasm-module}.test.ts",
  "packages/kernels/test/webgpu/create-webgpu-kernels.test.ts",
  "packages/model/test/{corpus,model-file}.test.ts",
];
/** Changes what a page has but once. */
const alone = ["packages/kernels/test/read-choice.test.ts"];

// Everything that must run in a browser and tests without a file, a process or a module made anew.
export default defineConfig({
  resolve: { conditions: ["@bnnkit/source"] },
  // Found while the tests run, they would make Vite load the page a second time.
  optimizeDeps: { include: ["@fast-check/vitest", "fast-check"] },
  // Without these a page may not share memory, and no test of threads would have any.
  server: {
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
  test: {
    testTimeout: 30_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath, args } }),
      instances: [{ browser: "chromium" }],
    },
    projects: [
      {
        extends: true,
        // One page reads many files: to load anew what they share takes longer than most tests.
        test: { name: "shared", isolate: false, include, exclude: [...exclude, ...alone] },
      },
      { extends: true, test: { name: "alone", include: alone } },
    ],
  },
});
