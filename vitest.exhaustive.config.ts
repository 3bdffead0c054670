import { defineConfig } from "vitest/config";

// What the slow tests sample, in full: minutes for each file, by hand and before a release.
export default defineConfig({
  resolve: { conditions: ["@bnnkit/source"] },
  ssr: { resolve: { conditions: ["@bnnkit/source"] } },
  test: {
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    include: ["{packages,apps}/*/test/**/*.exhaustive.test.ts", "tests/**/*.exhaustive.test.ts"],
  },
});
