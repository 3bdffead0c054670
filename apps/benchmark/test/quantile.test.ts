import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { quantile, quartiles } from "../src/quantile.ts";

describe("quantile", () => {
  test("of an odd number of samples, the median is the middle one", () => {
    expect(quantile([2, 3, 5, 7, 11], 0.5)).toBe(5);
  });

  test("between two samples it is interpolated", () => {
    // position (4 − 1)·0.25 = 0.75 between the first two
    expect(quantile([2, 6, 10, 20], 0.25)).toBe(2 + 0.75 * (6 - 2));
    expect(quantile([2, 6, 10, 20], 0.5)).toBe((6 + 10) / 2);
    expect(quantile([2, 6, 10, 20], 0.75)).toBe(10 + 0.25 * (20 - 10));
  });

  test("its ends are the smallest and the largest sample", () => {
    expect(quantile([2, 3, 5], 0)).toBe(2);
    expect(quantile([2, 3, 5], 1)).toBe(5);
  });

  test("one sample is every quantile", () => {
    expect(quartiles([7])).toEqual({ lower: 7, median: 7, upper: 7 });
  });

  test("no samples have none", () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
    expect(() => quartiles([])).toThrow("quantile: sorted must not be empty");
  });
});

describe("quartiles", () => {
  test("sort by value, not by spelling", () => {
    expect(quartiles([100, 9, 20, 3, 1000]).median).toBe(20);
  });

  const samples = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });

  propertyTest.prop([samples])("lie in order between the ends", (values) => {
    const before = [...values];
    const { lower, median, upper } = quartiles(values);
    expect(values).toEqual(before);
    expect(lower).toBeGreaterThanOrEqual(Math.min(...values));
    expect(median).toBeGreaterThanOrEqual(lower);
    expect(upper).toBeGreaterThanOrEqual(median);
    expect(upper).toBeLessThanOrEqual(Math.max(...values));
  });
});
