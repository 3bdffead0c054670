import { defineConfig } from "vitest/config";

/** Tests that change what a process has but once: modules made anew or without a global, and TensorFlow.js's wasm backend,
 *  whose kernels `@bnnkit/training-backend` replaces; or read all that is registered, where others register more. */
const alone = [
  "packages/kernels/test/{create-kernels,read-choice,threads,wasm-files}.test.ts",
  "packages/training-backend/test/**/*.test.ts",
  "apps/train/test/{image,language-model}/**/*.test.ts",
  "tests/{guide-examples,layer-norm-equals-packed,quantizers-in-pictures}.test.ts",
];
const exclude = ["**/node_modules/**", "**/dist/**", "**/*.{slow,exhaustive}.test.ts"];

// Tests read the sources through the `@bnnkit/source` condition; only worker threads run built output.
export default defineConfig({
  resolve: { conditions: ["@bnnkit/source"] },
  ssr: { resolve: { conditions: ["@bnnkit/source"] } },
  test: {
    testTimeout: 30_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // One process reads many files: to import anew what they share takes longer than most tests.
        test: {
          name: "shared",
          isolate: false,
          include: [
            "{packages,apps,tooling}/*/test/**/*.test.ts",
            "tests/**/*.test.ts",
            "test/**/*.test.ts",
          ],
          exclude: [...exclude, ...alone],
        },
      },
      { extends: true, test: { name: "alone", include: alone, exclude } },
    ],
  },
});
