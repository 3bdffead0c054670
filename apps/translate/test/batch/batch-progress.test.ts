import { expect, test } from "vitest";
import { formatProgress } from "../../src/batch/batch-progress.ts";

const half = { lines: 12_000, bytes: 500, allBytes: 1000, ownBytes: 250, ownSeconds: 3700 };

test.each([
  // 250 bytes took 3,700 s, so the other 500 take 7,400 s.
  [half, "12,000 lines, 50 %, 02:03:20 left"],
  [{ ...half, bytes: 1000 }, "12,000 lines, 100 %, 00:00:00 left"],
  [{ ...half, ownBytes: 0 }, "12,000 lines, 50 %"],
  [{ ...half, allBytes: undefined }, "12,000 lines"],
  [{ ...half, allBytes: 0, lines: 1 }, "1 lines"],
])("%j", (progress, text) => {
  expect(formatProgress(progress)).toBe(text);
});
