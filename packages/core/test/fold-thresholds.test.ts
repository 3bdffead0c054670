import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { foldThresholds } from "../src/index.ts";

function signsByThreshold(scale: number, bias: number, inFeatures: number): boolean[] {
  const { thresholds, flips } = foldThresholds({
    scales: Float32Array.of(scale),
    bias: Float32Array.of(bias),
    inFeatures,
  });
  const dots = Array.from({ length: 2 * inFeatures + 1 }, (_, i) => i - inFeatures);
  return dots.map((dot) => dot >= thresholds[0] !== ((flips[0] & 1) === 1));
}

const float = fc.float({ noNaN: true, noDefaultInfinity: true });

test.prop([float, float, fc.integer({ min: 1, max: 50 })])(
  "gives the sign of scale·dot + bias for every dot, of either parity",
  (scale, bias, inFeatures) => {
    const expected = Array.from(
      { length: 2 * inFeatures + 1 },
      (_, i) => scale * (i - inFeatures) + bias < 0,
    );
    expect(signsByThreshold(scale, bias, inFeatures)).toEqual(expected);
  },
);

test("hand-computed: 2·dot − 5 < 0 below 3; −dot + 1 < 0 from 2 on; a sign that never changes", () => {
  const { thresholds, flips } = foldThresholds({
    scales: Float32Array.of(2, -1, 0, 0),
    bias: Float32Array.of(-5, 1, -1, 1),
    inFeatures: 7,
  });
  expect([...thresholds]).toEqual([3, 2, 8, 8]);
  expect(flips[0]).toBe(0b0101);
});

test("refuses what is not finite, unequal lengths, and no features", () => {
  const ones = Float32Array.of(1);
  const infinite = Float32Array.of(Number.POSITIVE_INFINITY);
  const fold = { scales: ones, bias: ones, inFeatures: 3 };
  expect(() => foldThresholds({ ...fold, scales: infinite })).toThrow(/scales\[0\]/);
  expect(() => foldThresholds({ ...fold, bias: new Float32Array(2) })).toThrow(RangeError);
  expect(() => foldThresholds({ ...fold, inFeatures: 0 })).toThrow(/inFeatures/);
});
