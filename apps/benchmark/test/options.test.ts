import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { percentage, positiveInteger, threadCounts } from "../src/options.ts";

describe("threadCounts", () => {
  test("reads numbers and `all`, rising and each once", () => {
    expect(threadCounts("1")).toEqual([1]);
    expect(threadCounts("8, 2,8")).toEqual([2, 8]);
    expect(threadCounts("all")).toEqual([availableParallelism()]);
    expect(threadCounts("1,1")).toEqual([1]);
  });

  test.each(["", "0", "1,,2", "two", "1.5"])("refuses %j", (text) => {
    expect(() => threadCounts(text)).toThrow("expected a whole number");
  });
});

test("percentage reads with and without the sign", () => {
  expect([percentage("10%"), percentage("2.5"), percentage("0")]).toEqual([0.1, 0.025, 0]);
  for (const text of ["", "-1", "100%", "a"]) expect(() => percentage(text)).toThrow("percentage");
});

test("positiveInteger", () => {
  expect(positiveInteger("3")).toBe(3);
  expect(() => positiveInteger("0")).toThrow("at least 1");
});
