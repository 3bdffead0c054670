import { expect, test } from "vitest";
import { measureEmptyProcess } from "../../src/process/line-process.ts";
import { peakMemoryBytes } from "../../src/process/peak-memory.ts";

test("an empty process takes memory, but less than one that holds 300 MB", async () => {
  const ballast = new Uint8Array(300_000_000).fill(1);
  const { signal } = new AbortController();
  const emptyBytes = await measureEmptyProcess({ signal });
  expect(emptyBytes).toBeGreaterThan(10_000_000);
  expect(emptyBytes).toBeLessThan(ballast.length);
  expect(peakMemoryBytes()).toBeGreaterThan(ballast.length);
});
