import { availableParallelism } from "node:os";
import { afterEach, expect, test, vi } from "vitest";
import { createKernels } from "../src/index.ts";
import { countThreads } from "../src/threads/count-threads.ts";

afterEach(() => vi.unstubAllGlobals());

test("a number is that number, all is one thread for each core", () => {
  expect([1, 2, 64].map(countThreads)).toEqual([1, 2, 64]);
  expect(countThreads("all")).toBe(Math.min(64, availableParallelism()));
});

test("without node:os the browser is asked, and nobody means one", () => {
  vi.stubGlobal("process", undefined);
  vi.stubGlobal("navigator", { hardwareConcurrency: 12 });
  expect(countThreads("all")).toBe(12);
  vi.stubGlobal("navigator", { hardwareConcurrency: 256 });
  expect(countThreads("all")).toBe(64);
  vi.stubGlobal("navigator", undefined);
  expect(countThreads("all")).toBe(1);
  // At once: messages of the test runner need a process.
  vi.unstubAllGlobals();
});

test("anything else is a RangeError", async () => {
  for (const threads of [0, -1, 1.5, 65, Number.NaN]) {
    await expect(createKernels({ threads })).rejects.toThrow(RangeError);
    await expect(createKernels({ threads })).rejects.toThrow(
      `createKernels: threads must be an integer in 1 … 64, got ${threads}`,
    );
  }
  await expect(createKernels(JSON.parse('{"threads":"two"}'))).rejects.toThrow(
    new RangeError('createKernels: threads must be "all" or an integer in 1 … 64, got two'),
  );
});
