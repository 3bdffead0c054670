import { packBipolar } from "@bnnkit/core";
import { expect, test } from "vitest";
import { packConvolution } from "../src/index.ts";
import { pairedBytes } from "../src/pack-byte-lanes.ts";
import { signs } from "./operands.ts";

test("a channel's lanes are its taps, each in whole bytes, group by group", () => {
  const [taps, groupFeatures, outFeatures] = [6, 11, 34];
  const weights = signs(outFeatures * taps * groupFeatures, 4);
  const { lanes } = packConvolution(packBipolar(weights, outFeatures, taps * groupFeatures), {
    ...{ inFeatures: 2 * groupFeatures, kernelSize: [2, 3], groups: 2 },
  });
  // 2 bytes a tap, 12 bytes a patch; 17 outputs of a group fill two vectors of 16.
  expect(lanes.length).toBe((2 * 32 * 12) / 4);
  const bytes = new Uint8Array(lanes.buffer);
  for (let n = 0; n < outFeatures; n++) {
    const [group, column] = [Math.floor(n / 17), n % 17];
    const patch = Uint8Array.from({ length: 12 }, (_, i) => {
      return bytes[group * 32 * 12 + (column >>> 4) * 16 * 12 + 16 * i + (column & 15)];
    });
    const words = new Uint32Array(patch.buffer).map(pairedBytes);
    for (let bit = 0; bit < 12 * 8; bit++) {
      const [tap, c] = [Math.floor(bit / 16), bit % 16];
      const value = c < groupFeatures ? weights[(n * taps + tap) * groupFeatures + c] : 1;
      expect((words[bit >>> 5] >>> (bit & 31)) & 1).toBe(value < 0 ? 1 : 0);
    }
  }
});

test("a depthwise convolution's lanes are rows of channels, one for each tap", () => {
  const weights = signs(37 * 6, 5);
  const shape = { inFeatures: 37, kernelSize: [3, 2], groups: 37 } as const;
  const { lanes } = packConvolution(packBipolar(weights, 37, 6), shape);
  const transposed = weights.map((_, i) => weights[(i % 37) * 6 + Math.floor(i / 37)]);
  expect(lanes).toEqual(packBipolar(transposed, 6, 37).words);
});

test("tap counts give the −1s of any rectangle of taps", () => {
  const [height, width, features, outputs] = [3, 2, 37, 5];
  const weights = signs(outputs * height * width * features, 6);
  const matrix = packBipolar(weights, outputs, height * width * features);
  const shape = { inFeatures: features, kernelSize: [height, width] } as const;
  const { tapCounts } = packConvolution(matrix, shape);
  expect(tapCounts.length).toBe((height + 1) * (width + 1) * outputs);
  for (let i = 0; i <= height; i++) {
    for (let j = 0; j <= width; j++) {
      for (let n = 0; n < outputs; n++) {
        let count = 0;
        for (let tap = 0; tap < height * width; tap++) {
          if (Math.floor(tap / width) >= i || tap % width >= j) continue;
          const from = (n * height * width + tap) * features;
          count += weights.slice(from, from + features).filter((w) => w < 0).length;
        }
        expect(tapCounts[(i * (width + 1) + j) * outputs + n]).toBe(count);
      }
    }
  }
});

test("refuses weights of another shape", () => {
  const weights = packBipolar(signs(4 * 18), 4, 18);
  const shape = { inFeatures: 2, kernelSize: [3, 3] } as const;
  expect(() => packConvolution(weights, { ...shape, inFeatures: 3 })).toThrow(
    new RangeError("packConvolution: weights.cols (18) must equal taps·inFeatures/groups (27)"),
  );
  expect(() => packConvolution(weights, { ...shape, inFeatures: 6, groups: 3 })).toThrow(
    new RangeError("packConvolution: weights.rows (4) must be divisible by groups (3)"),
  );
  expect(() => packConvolution(JSON.parse('{"kind":"ternary"}'), shape)).toThrow(TypeError);
});
