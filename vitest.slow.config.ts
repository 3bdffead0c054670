import { defineConfig } from "vitest/config";

const packed = [
  "tests/{embed-translate,packaging,readme-browser,readme-types,tarballs}.slow.test.ts",
];
const exclude = ["**/node_modules/**", "**/dist/**"];

// Whole-system checks: tarballs, browsers, training to convergence.
export default defineConfig({
  resolve: { conditions: ["@bnnkit/source"] },
  ssr: { resolve: { conditions: ["@bnnkit/source"] } },
  test: {
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: "packed", globalSetup: "tests/pack-all.ts", include: packed, exclude },
      },
      {
        extends: true,
        test: {
          name: "whole",
          include: ["{packages,apps,tooling}/*/test/**/*.slow.test.ts", "tests/**/*.slow.test.ts"],
          exclude: [...exclude, ...packed],
        },
      },
    ],
  },
});
