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

test("T02: thresholds of 16 signs are 7, from 12 equal ones on, and −1, up to 7 equal ones", () => {
  // γ = ½ and −½, β = −1, μ = 3, σ = 2: y = ±¼·(dot − 3) − 1.
  const { thresholds, flips } = foldThresholds({
    scales: Float32Array.of(0.25, -0.25),
    bias: Float32Array.of(-1.75, -0.25),
    inFeatures: 16,
  });
  const fires = (n: number, equal: number): boolean =>
    2 * equal - 16 >= thresholds[n]! === (((flips[0]! >>> n) & 1) === 1);
  const counts = Array.from({ length: 17 }, (_, equal) => equal);
  expect(counts.filter((equal) => fires(0, equal))).toEqual([12, 13, 14, 15, 16]);
  expect(counts.filter((equal) => fires(1, equal))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

const eighths = fc.integer({ min: -80, max: 80 }).map((k) => k / 8);

test.prop([eighths, eighths, eighths, fc.constantFrom(0.25, 0.5, 1, 2, 8)], { numRuns: 1000 })(
  "T02: is the sign of a batch normalization, γ below 0 and 0, too",
  (gamma, beta, mean, deviation) => {
    const expected = Array.from({ length: 33 }, (_, i) => {
      return (gamma * (i - 16 - mean)) / deviation + beta < 0;
    });
    const scale = gamma / deviation;
    expect(signsByThreshold(scale, beta - mean * scale, 16)).toEqual(expected);
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
