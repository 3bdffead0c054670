import { defineConfig } from "vitest/config";

// Tests read the sources through the `@bnnkit/source` condition; only worker threads run built output.
export default defineConfig({
  resolve: { conditions: ["@bnnkit/source"] },
  ssr: { resolve: { conditions: ["@bnnkit/source"] } },
  test: {
    include: [
      "{packages,apps,tooling}/*/test/**/*.test.ts",
      "tests/**/*.test.ts",
      "test/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**", "**/*.slow.test.ts"],
    testTimeout: 30_000,
    maxWorkers: 2,
  },
});
