import { describe, expect, test } from "vitest";
import { samePadding } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import {
  around,
  type ConvolutionCase,
  convolution,
  type How,
  outputPixels,
  type ScaledConvolutionCase,
  type Sizes,
  scaledConvolution,
} from "./convolution-fixture.ts";
import { expectWithin } from "./expect-close.ts";
import { boundarySizes, ieeeRounding, type Rounding } from "./operands.ts";

/** An implementation of binary convolutions. */
export interface Bconv2dProduct {
  /** {@link ieeeRounding} unless told */
  readonly rounding?: Rounding;
  int32(c: ConvolutionCase): Int32Array | Promise<Int32Array>;
  scaled(c: ScaledConvolutionCase): Float32Array | Promise<Float32Array>;
}

async function expectExact(product: Bconv2dProduct, sizes: Sizes, how: How = {}): Promise<void> {
  const c = convolution(sizes, how);
  expect(await product.int32(c)).toEqual(reference.bconv2dInt32(c));
}

/** Scale, product, sum and slope are rounded once each; the slopes lie in [−1, 1). */
async function expectScaled(product: Bconv2dProduct, c: ScaledConvolutionCase): Promise<void> {
  const dots = reference.bconv2dInt32(c);
  const { unit, smallest } = product.rounding ?? ieeeRounding;
  const bound = (i: number): number => {
    const [pixel, n] = [Math.floor(i / c.outFeatures), i % c.outFeatures];
    const term = Math.abs(dots[i] * (c.pixelScales?.[pixel] ?? 1) * c.columnScales[n]);
    return 4 * unit * (term + Math.abs(c.bias?.[n] ?? 0)) + smallest;
  };
  expectWithin(await product.scaled(c), reference.bconv2d(c), bound);
}

const columnCounts = [1, 2, 3, 5, 15, 16, 17, 31, 33, 63, 64, 65, 81, 127, 128, 129, 145];

export function bconv2dContract(product: () => Bconv2dProduct): void {
  test.each(boundarySizes)("%i channels, 3×3, with each padding", async (channels) => {
    for (const padding of [around(1, 0), around(1, 1), around(0, 1)]) {
      await expectExact(product(), [2, 5, 7, channels, 11, 3, 3], { padding });
    }
  });

  test.each(columnCounts)("%i outputs", async (outputs) => {
    await expectExact(product(), [1, 3, 5, 19, outputs, 3, 2], { padding: around(0, 1) });
    await expectExact(product(), [1, 1, 1, 19, outputs, 1, 1]);
  });

  test.each(columnCounts)("PReLU of %i outputs", async (n) => {
    for (const padding of [around(1, 0), around(1, 1), around(0, 1)]) {
      await expectScaled(product(), scaledConvolution([1, 3, 3, 37, n, 3, 3], { padding }));
    }
  });

  test("scales alone: no pixel scales, no bias, ReLU or none", async () => {
    const c = convolution([1, 3, 5, 13, 7, 2, 2]);
    const columnScales = Float32Array.of(1, -1, 2, 0.5, 0, -0, 4);
    for (const relu of [false, true]) {
      const expected = reference.bconv2d({ ...c, columnScales, relu });
      expectWithin(await product().scaled({ ...c, columnScales, relu }), expected, () => 0);
    }
  });

  test.each([1, 2, 3, 5])("%i images", async (images) => {
    await expectExact(product(), [images, 3, 2, 37, 13, 2, 2], { padding: around(0, 1) });
  });

  describe("kernels", () => {
    test.each([
      [1, 1],
      [1, 2],
      [2, 1],
      [1, 7],
      [5, 3],
      [11, 13],
    ])("%i×%i", async (height, width) => {
      for (const value of [0, 1] as const) {
        const padding = around(value, height - 1, width - 1);
        await expectExact(product(), [1, 4, 6, 23, 7, height, width], { padding });
      }
    });

    test("of many blocks of pixels, and sums that are widened on the way", async () => {
      await expectExact(product(), [1, 17, 19, 67, 37, 5, 5], { padding: around(0, 2) });
      await expectExact(product(), [1, 2, 3, 1031, 5, 3, 1], { padding: around(0, 1, 0) });
    });

    test("as large as they may be, before and behind the map", async () => {
      for (const groups of [1, 2]) {
        const padding = { value: 0, top: 254, bottom: 254, left: 254, right: 254 } as const;
        const how: How = { groups, padding, strides: [127, 255] };
        await expectExact(product(), [1, 1, 2, 2, 2, 254, 254], how);
      }
    });

    test("of one row are one-dimensional convolutions", async () => {
      for (const padding of [around(1, 0), around(0, 0, 2)]) {
        const how: How = { padding, strides: [1, 2], dilations: [1, 3] };
        await expectExact(product(), [3, 1, 29, 41, 17, 1, 5], how);
      }
    });

    test("of one tap read whole pixels where they are", async () => {
      for (const channels of [96, 97, 128, 160, 256]) {
        await expectExact(product(), [1, 3, 5, channels, 67, 1, 1]);
        await expectExact(product(), [1, 3, 5, channels, 67, 1, 1], { strides: [2, 3] });
        await expectExact(product(), [1, 3, 5, channels, 67, 1, 1], { padding: around(0, 2) });
      }
    });
  });

  describe("strides and dilations", () => {
    test.each([
      [1, 2],
      [2, 1],
      [2, 3],
      [7, 5],
    ])("%i, %i", async (a, b) => {
      for (const value of [0, 1] as const) {
        const padding = { value, top: 2, bottom: 0, left: 1, right: 3 };
        for (const channels of [5, 128]) {
          const sizes: Sizes = [2, 11, 13, channels, 3, 2, 3];
          await expectExact(product(), sizes, { padding, strides: [a, b] });
          await expectExact(product(), sizes, { padding, dilations: [a, b] });
          await expectExact(product(), sizes, { padding, strides: [b, a], dilations: [a, b] });
        }
      }
    });

    test("same padding gives ⌈size/stride⌉ outputs", async () => {
      for (const stride of [1, 2, 3]) {
        const how = { strides: [stride, stride] } as const;
        const sizes: Sizes = [1, 7, 8, 9, 5, 3, 3];
        const c = convolution(sizes, { ...how, padding: samePadding(convolution(sizes, how), 0) });
        expect(outputPixels(c)).toBe(Math.ceil(7 / stride) * Math.ceil(8 / stride));
        expect(await product().int32(c)).toEqual(reference.bconv2dInt32(c));
      }
    });

    test("taps and whole patches outside the map", async () => {
      for (const value of [0, 1] as const) {
        await expectExact(product(), [1, 1, 2, 13, 3, 3, 3], { padding: around(value, 4) });
        const how: How = { padding: around(value, 9, 7), strides: [2, 3], dilations: [5, 4] };
        await expectExact(product(), [2, 3, 4, 13, 3, 3, 2], how);
      }
    });
  });

  describe("groups", () => {
    test.each([
      [6, 4, 2],
      [15, 9, 3],
      [48, 34, 2],
      [35, 140, 5],
      [130, 26, 13],
      [256, 256, 2],
      [384, 21, 3],
    ])("%i channels, %i outputs in %i groups", async (inFeatures, outFeatures, groups) => {
      for (const padding of [around(1, 0), around(1, 1), around(0, 1)]) {
        await expectExact(product(), [1, 3, 5, inFeatures, outFeatures, 3, 3], { groups, padding });
      }
    });

    test("one channel each, several outputs", async () => {
      await expectExact(product(), [1, 3, 5, 7, 21, 3, 3], { groups: 7, padding: around(0, 1) });
    });
  });

  describe("depthwise", () => {
    test.each([2, 3, 31, 64, 65, 127, 128, 129, 257])("%i channels", async (channels) => {
      for (const padding of [around(1, 0), around(1, 1), around(0, 1)]) {
        const how: How = { groups: channels, padding };
        await expectExact(product(), [2, 4, 5, channels, channels, 3, 3], how);
      }
    });

    test.each([
      [1, 1],
      [1, 2],
      [5, 5],
      [7, 9],
      [9, 14],
    ])("%i×%i taps", async (height, width) => {
      for (const value of [0, 1] as const) {
        const how: How = { groups: 5, padding: around(value, height - 1, width - 1) };
        await expectExact(product(), [1, 3, 4, 5, 5, height, width], how);
      }
    });

    test("with strides and dilations", async () => {
      const how: How = { groups: 130, padding: around(0, 2), strides: [2, 3], dilations: [2, 1] };
      await expectExact(product(), [1, 7, 8, 130, 130, 3, 3], how);
    });

    test("counts of taps that differ everywhere do not overflow", async () => {
      const c = convolution([1, 9, 14, 2, 2, 9, 14], { groups: 2 });
      const opposite = { ...c, map: c.map.fill(1), weights: c.weights.fill(-1) };
      expect(await product().int32(opposite)).toEqual(Int32Array.of(-9 * 14, -9 * 14));
    });
  });
}

/** What an arena takes beyond that. */
export function bconv2dInArenaContract(product: () => Bconv2dProduct): void {
  test("no images give nothing", async () => {
    await expectExact(product(), [0, 3, 2, 37, 13, 2, 2], { padding: around(0, 1) });
    await expectScaled(product(), scaledConvolution([0, 3, 2, 37, 13, 2, 2]));
  });
}
