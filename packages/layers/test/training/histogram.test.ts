import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { histogramOf } from "../../src/training/histogram.ts";

test("counts what is from an edge to before the next, the last edge too", () => {
  const { edges, counts, outside } = histogramOf([-1, -0.5, -0.25, 0, 0.49, 0.5, 1], {
    bins: 4,
    range: [-1, 1],
  });
  expect(edges).toEqual([-1, -0.5, 0, 0.5, 1]);
  expect(counts).toEqual([1, 2, 2, 2]);
  expect(outside).toBe(0);
});

test("without a range it is from the least to the greatest", () => {
  expect(histogramOf([3, 5, 4], { bins: 2 })).toEqual({
    edges: [3, 4, 5],
    counts: [1, 2],
    outside: 0,
  });
  expect(histogramOf([2, 2], { bins: 2 })).toEqual({
    edges: [1.5, 2, 2.5],
    counts: [0, 2],
    outside: 0,
  });
});

test("what is no number or beyond is outside, and nothing is counted of nothing", () => {
  const values = [Number.NaN, Number.POSITIVE_INFINITY, 0.5, 2];
  expect(histogramOf(values, { bins: 1, range: [0, 1] })).toMatchObject({
    counts: [1],
    outside: 3,
  });
  expect(histogramOf(values, { bins: 1 })).toMatchObject({
    edges: [0.5, 2],
    counts: [2],
    outside: 2,
  });
  expect(histogramOf([], { bins: 3 })).toMatchObject({ counts: [0, 0, 0], outside: 0 });
});

test("edges closer than numbers are", () => {
  const value = 2 ** 49;
  const { counts, outside } = histogramOf([value], { bins: 31 });
  expect(counts.reduce((sum, count) => sum + count)).toBe(1);
  expect(outside).toBe(0);
});

property.prop([
  fc.array(fc.double({ noNaN: true, min: -1e30, max: 1e30 }), { minLength: 1, maxLength: 50 }),
  fc.integer({ min: 1, max: 40 }),
])("each number is in the bin whose edges are around it", (values, bins) => {
  const { edges, counts, outside } = histogramOf(values, { bins });
  const expected = counts.map(
    (_, i) =>
      values.filter((value) => {
        const isBelowEnd = i === bins - 1 ? value <= edges[i + 1]! : value < edges[i + 1]!;
        return value >= edges[i]! && isBelowEnd;
      }).length,
  );
  expect(counts).toEqual(expected);
  expect(outside).toBe(0);
});
