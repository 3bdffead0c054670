import { defineConfig } from "vitest/config";

// Whole-system checks: tarballs, browsers, training to convergence. One file at a time.
export default defineConfig({
  resolve: { conditions: ["@bnnkit/source"] },
  ssr: { resolve: { conditions: ["@bnnkit/source"] } },
  test: {
    include: ["{packages,apps,tooling}/*/test/**/*.slow.test.ts", "tests/**/*.slow.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
