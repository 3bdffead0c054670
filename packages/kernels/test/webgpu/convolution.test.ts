import { describe, expect, test } from "vitest";
import type { ConvolutionShape } from "../../src/index.ts";
import { planConvolution } from "../../src/webgpu/convolution.ts";

const map = { rows: 2 * 5 * 7, cols: 12 };
const weights = { rows: 6, cols: 3 * 2 * 4 };
const shape: ConvolutionShape = {
  ...{ height: 5, width: 7, inFeatures: 12, outFeatures: 6, kernelSize: [3, 2], groups: 3 },
};
const around = { value: 1, top: 1, bottom: 2, left: 3, right: 0 } as const;

const plan = (changes: Partial<ConvolutionShape>) =>
  planConvolution("bconv2d", map, weights, { ...shape, ...changes });

describe("planConvolution", () => {
  test("sizes: ⌊(5 − 3)/1⌋ + 1 = 3 by ⌊(7 − 2)/1⌋ + 1 = 6 of two images, six channels of three groups", () => {
    const { call, taps, outPixels } = plan({});
    expect([call.outHeight, call.outWidth]).toEqual([5 - 3 + 1, 7 - 2 + 1]);
    expect([taps, outPixels]).toEqual([3 * 2, 2 * 3 * 6]);
    expect([call.columns, call.slices]).toEqual([6 / 3, 3]);
    expect([call.features, call.words]).toEqual([3 * 2 * 4, 3 * 2 * 1]);
  });

  test("strides, dilations and padding", () => {
    const { call } = plan({ strides: [2, 3], dilations: [2, 4], padding: around });
    expect(call.outHeight).toBe(Math.floor((5 + 1 + 2 - (2 * 2 + 1)) / 2) + 1);
    expect(call.outWidth).toBe(Math.floor((7 + 3 - (1 * 4 + 1)) / 3) + 1);
    expect([call.padTop, call.padLeft, call.padsWithZero]).toEqual([1, 3, 0]);
    expect(plan({ padding: { ...around, value: 0 } }).call.padsWithZero).toBe(1);
  });

  test.each([
    [{ height: 6 }, "bconv2d: map.rows (70) must be a multiple of height·width (42)"],
    [{ inFeatures: 15 }, "bconv2d: map.cols (12) must equal inFeatures (15)"],
    [{ outFeatures: 9 }, "bconv2d: weights.rows (6) must equal outFeatures (9)"],
    [{ groups: 2 }, "bconv2d: weights.cols (24) must equal taps·inFeatures/groups (36)"],
    [{ dilations: [3, 1] as const }, "the window (7×2) must fit into the padded map (5×7)"],
    [{ strides: [0, 1] as const }, /^bconv2d: strides\[0\] must be/],
    [{ padding: { ...around, left: 2 ** 31 - 1 } }, /^bconv2d: the padded width .*must be/],
  ])("refuses %j", (changes, message) => {
    expect(() => plan(changes)).toThrow(message);
    expect(() => plan(changes)).toThrow(RangeError);
  });
});
