import { describe, expect, test } from "vitest";
import { type Convolution, planConvolution } from "../../src/webgpu/convolution.ts";

const map = { rows: 2 * 5 * 7, cols: 12 };
const filters = { rows: 6 * 3 * 2, cols: 4 };
const shape: Convolution = {
  ...{ batch: 2, height: 5, width: 7, kernelHeight: 3, kernelWidth: 2, groups: 3 },
};

const plan = (changes: Partial<Convolution>) =>
  planConvolution("convolve", map, filters, { ...shape, ...changes });

describe("planConvolution", () => {
  test("sizes: ⌊(5 − 3)/1⌋ + 1 = 3 by ⌊(7 − 2)/1⌋ + 1 = 6, six channels of three groups", () => {
    const { call, outPixels, outChannels } = plan({});
    expect([call.outHeight, call.outWidth]).toEqual([5 - 3 + 1, 7 - 2 + 1]);
    expect([outPixels, outChannels]).toEqual([2 * 3 * 6, 6]);
    expect([call.columns, call.slices]).toEqual([6 / 3, 3]);
    expect([call.features, call.words]).toEqual([3 * 2 * 4, 3 * 2 * 1]);
  });

  test("strides, dilations and padding", () => {
    const padding = { top: 1, bottom: 2, left: 3 };
    const { call } = plan({ stride: [2, 3], dilation: [2, 4], padding });
    expect(call.outHeight).toBe(Math.floor((5 + 1 + 2 - (2 * 2 + 1)) / 2) + 1);
    expect(call.outWidth).toBe(Math.floor((7 + 3 - (1 * 4 + 1)) / 3) + 1);
    expect([call.padTop, call.padLeft, call.padsWithZero]).toEqual([1, 3, 0]);
    expect(plan({ padWith: "zero" }).call.padsWithZero).toBe(1);
  });

  test.each([
    [{ height: 6 }, "convolve: map.rows (70) must equal batch·height·width (84)"],
    [{ groups: 2 }, "convolve: map.cols (12) must equal groups·filters.cols (8)"],
    [
      { kernelWidth: 5 },
      "convolve: filters.rows (36) must be a multiple of kernelHeight·kernelWidth·groups (45)",
    ],
    [
      { dilation: [3, 1] as const },
      "convolve: the kernel must fit into the padded map, got height 7 over 5",
    ],
    [{ stride: [0, 1] as const }, /^convolve: strideY must be/],
    [{ padding: { left: -1 } }, /^convolve: padding\.left must be/],
    [{ batch: 1.5 }, /^convolve: batch must be/],
  ])("refuses %j", (changes, message) => {
    expect(() => plan(changes)).toThrow(message);
    expect(() => plan(changes)).toThrow(RangeError);
  });

  test("refuses an unknown padding by its kind", () => {
    const changes = JSON.parse('{"padWith":"minus-one"}');
    expect(() => plan(changes)).toThrow(
      new TypeError('convolve: padWith must be "one" or "zero", got minus-one'),
    );
  });
});
