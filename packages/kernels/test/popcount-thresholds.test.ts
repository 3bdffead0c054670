import { foldThresholds, type ThresholdFold } from "@bnnkit/core";
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { popcountThresholds } from "../src/index.ts";

const finite = fc.float({ noNaN: true, noDefaultInfinity: true });

function folded(fold: ThresholdFold) {
  return popcountThresholds(foldThresholds(fold), fold.inFeatures);
}

describe("popcountThresholds", () => {
  test.prop([finite, finite, fc.integer({ min: 1, max: 300 })])(
    "gives the sign of scale·dot + bias for every popcount",
    (scale, bias, inFeatures) => {
      const { thresholds, flips } = folded({
        scales: Float32Array.of(scale),
        bias: Float32Array.of(bias),
        inFeatures,
      });
      for (let popcount = 0; popcount <= inFeatures; popcount++) {
        const isNegative = scale * (inFeatures - 2 * popcount) + bias < 0;
        expect(popcount > thresholds[0] !== (flips[0] === 1)).toBe(isNegative);
      }
    },
  );

  test("K = 4, dot = 4 − 2p: scale 1, bias −1 → p > 1; scale −1, bias −1 → not p > 2; scale 0 → the flip alone", () => {
    const { thresholds, flips } = folded({
      scales: Float32Array.of(1, -1, 0, 0),
      bias: Float32Array.of(-1, -1, -1, 1),
      inFeatures: 4,
    });
    expect(thresholds).toEqual(Int32Array.of(1, 2, 4, 4));
    expect([...flips]).toEqual([0b0110, 0, 0, 0]);
  });

  test("refuses a wrong number of flips, and no features", () => {
    const dots = { thresholds: Int32Array.of(1, 2), flips: new Uint32Array(4) };
    expect(() => popcountThresholds({ ...dots, flips: new Uint32Array(1) }, 3)).toThrow(
      /^popcountThresholds: flips must have 4 elements, got 1/,
    );
    expect(() => popcountThresholds(dots, 0)).toThrow(/^popcountThresholds: inFeatures/);
  });
});
