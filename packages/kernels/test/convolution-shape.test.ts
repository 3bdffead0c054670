import { describe, expect, test } from "vitest";
import { type ConvolutionShape, convolutionOutputSize, samePadding } from "../src/index.ts";

const shape: ConvolutionShape = {
  ...{ height: 11, width: 13, inFeatures: 6, outFeatures: 9, kernelSize: [3, 5] },
};

describe("convolutionOutputSize", () => {
  test("counts the places of the window", () => {
    expect(convolutionOutputSize(shape)).toEqual([11 - 3 + 1, 13 - 5 + 1]);
    expect(convolutionOutputSize({ ...shape, strides: [2, 3] })).toEqual([5, 3]);
    expect(convolutionOutputSize({ ...shape, dilations: [5, 3] })).toEqual([1, 1]);
    const padding = { value: 0, top: 1, bottom: 2, left: 3, right: 5 } as const;
    expect(convolutionOutputSize({ ...shape, padding })).toEqual([9 + 3, 9 + 8]);
  });

  test.each<[string, Partial<ConvolutionShape>, RegExp]>([
    ["height 0", { height: 0 }, /^convolutionOutputSize: height must be an integer ≥ 1, got 0/],
    ["width 1.5", { width: 1.5 }, /width must be an integer/],
    ["groups 4", { groups: 4 }, /inFeatures \(6\) must be divisible by groups \(4\)/],
    ["groups 2", { groups: 2 }, /outFeatures \(9\) must be divisible by groups \(2\)/],
    ["kernel 0", { kernelSize: [1, 0] }, /kernelSize\[1\] must be an integer in 1 … 254, got 0/],
    ["kernel 255", { kernelSize: [255, 1] }, /kernelSize\[0\] must be an integer in 1 … 254/],
    ["stride 0", { strides: [0, 1] }, /strides\[0\] must be an integer/],
    ["dilation −1", { dilations: [1, -1] }, /dilations\[1\] must be an integer/],
    [
      "dilation 6",
      { dilations: [6, 1] },
      /the window \(13×5\) must fit into the padded map \(11×13\)/,
    ],
  ])("refuses %s", (_name, change, message) => {
    expect(() => convolutionOutputSize({ ...shape, ...change })).toThrow(message);
    expect(() => convolutionOutputSize({ ...shape, ...change })).toThrow(RangeError);
  });

  test("refuses padding that is negative or of another value", () => {
    const none = { value: 1, top: 0, bottom: 0, left: 0, right: 0 } as const;
    expect(() => convolutionOutputSize({ ...shape, padding: { ...none, left: -1 } })).toThrow(
      /padding.left must be an integer/,
    );
    const two = JSON.parse(JSON.stringify({ ...none, value: -1 }));
    expect(() => convolutionOutputSize({ ...shape, padding: two })).toThrow(
      /padding.value must be an integer in 0 … 1, got -1/,
    );
  });
});

describe("samePadding", () => {
  test("puts the odd one below and to the right", () => {
    const even = { ...shape, kernelSize: [2, 4] } as const;
    expect(samePadding(even, 0)).toEqual({ value: 0, top: 0, bottom: 1, left: 1, right: 2 });
    expect(samePadding(shape, 1)).toEqual({ value: 1, top: 1, bottom: 1, left: 2, right: 2 });
  });

  test("needs less where strides leave pixels out", () => {
    const strided = { ...shape, kernelSize: [1, 3], strides: [3, 2] } as const;
    expect(samePadding(strided, 0)).toEqual({ value: 0, top: 0, bottom: 0, left: 1, right: 1 });
  });
});
