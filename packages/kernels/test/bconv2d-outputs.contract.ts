import { foldThresholds, packBipolar } from "@bnnkit/core";
import { describe, expect, test } from "vitest";
import { type ConvolutionShape, convolutionOutputSize, type PoolShape } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import { type ArenaFixture, bitWords } from "./arena-fixture.ts";
import { bconv2dOnArena } from "./bconv2d-on-arena.ts";
import {
  around,
  type ConvolutionCase,
  convolution,
  convolutionInputs,
  type How,
  outputPixels,
  type ScaledConvolutionCase,
  type Sizes,
  scaledConvolution,
  scaledConvolutionInputs,
} from "./convolution-fixture.ts";
import { expectWithin } from "./expect-close.ts";
import { floats, signs, UNIT } from "./operands.ts";

type Thresholded = ConvolutionCase & {
  readonly scales: Float32Array;
  readonly bias: Float32Array;
  readonly pool?: PoolShape;
};

function runCodes(f: ArenaFixture, c: ScaledConvolutionCase): Int8Array {
  return f.scope(() => {
    const out = f.byteOutput(outputPixels(c) * c.outFeatures);
    f.run((tape) => tape.bconv2dInt8({ ...scaledConvolutionInputs(f, c), out: out.offset }));
    return out.read();
  });
}

/** Products of one sum of a convolution. */
function lengthOf({ kernelSize, inFeatures, groups = 1 }: ConvolutionShape): number {
  return (kernelSize[0] * kernelSize[1] * inFeatures) / groups;
}

function signInputs(f: ArenaFixture, { scales, bias, pool, ...c }: Thresholded) {
  const { thresholds, flips } = foldThresholds({ scales, bias, inFeatures: lengthOf(c) });
  return {
    ...convolutionInputs(f, c),
    ...{ thresholds: f.ints(thresholds), flips: f.ints(flips), ...(pool && { pool }) },
  };
}

/** The reference's signs, packed, one row for each pixel. */
function expectedSigns(c: Thresholded): Int32Array {
  const expected = reference.bconv2dSign(c);
  if (expected.length === 0) return new Int32Array(0);
  const { words } = packBipolar(expected, expected.length / c.outFeatures, c.outFeatures);
  return Int32Array.from(words);
}

function expectSigns(f: ArenaFixture, c: Thresholded): void {
  const expected = expectedSigns(c);
  const actual = f.scope(() => {
    const out = f.intOutput(expected.length);
    f.run((tape) => tape.bconv2dSign({ ...signInputs(f, c), out: out.offset }));
    return out.read();
  });
  expect(actual).toEqual(expected);
}

function thresholded(sizes: Sizes, how: How = {}, pool?: PoolShape): Thresholded {
  const c = convolution(sizes, how);
  const [scales, bias] = [floats(c.outFeatures, 8), floats(c.outFeatures, 9)];
  return { ...c, scales, bias: bias.map((x) => 9 * x), ...(pool && { pool }) };
}

const columnCounts = [1, 2, 3, 5, 15, 16, 17, 31, 33, 63, 64, 65, 81, 127, 128, 129, 145];
const paddings = [around(1, 0), around(1, 1), around(0, 1)];

export function bconv2dOutputsContract(fixture: () => ArenaFixture): void {
  test.each(columnCounts)("int8 of %i columns equals the reference exactly", (n) => {
    for (const padding of paddings) {
      const c = scaledConvolution([1, 3, 3, 19, n, 2, 3], { padding });
      expect(runCodes(fixture(), c)).toEqual(reference.bconv2dInt8(c));
      const { slopes, pixelScales, ...plain } = c;
      expect([slopes?.length, pixelScales?.length]).toEqual([n, outputPixels(c)]);
      const relu = { ...plain, relu: true };
      expect(runCodes(fixture(), relu)).toEqual(reference.bconv2dInt8(relu));
    }
  });

  test("int8: ties go to even, what is large saturates, NaN is the least", () => {
    const c = convolution([1, 1, 1, 1, 7, 1, 1]);
    const columnScales = Float32Array.of(0.5, 1.5, -2.5, 1e9, -1e30, Number.NaN, -127.5);
    const ones = { ...c, map: c.map.fill(1), weights: c.weights.fill(1), columnScales };
    expect(runCodes(fixture(), ones)).toEqual(Int8Array.of(0, 2, -2, 127, -127, -127, -127));
  });

  test("every output of a depthwise convolution and of one in groups", async () => {
    for (const [channels, groups] of [
      [67, 67],
      [130, 130],
      [34, 2],
    ]) {
      const how: How = { groups, padding: around(0, 1) };
      const sizes: Sizes = [1, 3, 5, channels, channels, 3, 3];
      const c = scaledConvolution(sizes, how);
      expect(runCodes(fixture(), c)).toEqual(reference.bconv2dInt8(c));
      const { pixelScales, bias, slopes, ...plain } = c;
      expect([pixelScales, bias, slopes]).not.toContain(undefined);
      const expected = reference.bconv2d(plain);
      const bound = (i: number): number => UNIT * Math.abs(expected[i]);
      expectWithin(await bconv2dOnArena(fixture()).scaled(plain), expected, bound);
      expectSigns(fixture(), thresholded(sizes, how));
    }
  });

  describe("bits", () => {
    test.each(columnCounts)("of %i columns equal the signs of the affine map", (n) => {
      for (const padding of paddings) {
        expectSigns(fixture(), thresholded([1, 3, 4, 37, n, 3, 3], { padding }));
      }
    });

    test.each([2, 3, 5, 7])("of %i groups whose outputs end inside a byte", (groups) => {
      for (const outputs of [1, 3, 17, 23, 65, 71]) {
        const how: How = { groups, padding: around(0, 1) };
        expectSigns(fixture(), thresholded([1, 3, 3, 3 * groups, outputs * groups, 2, 2], how));
      }
    });

    test.each([2, 17, 64, 65, 127, 128, 129, 257])(
      "of a depthwise convolution of %i channels",
      (n) => {
        for (const padding of paddings) {
          expectSigns(fixture(), thresholded([2, 3, 4, n, n, 3, 3], { groups: n, padding }));
        }
      },
    );

    test.each([
      [1, 1],
      [4, 4],
      [2, 31],
      [7, 9],
    ])("of depthwise kernels of %i×%i taps", (height, width) => {
      for (const value of [0, 1] as const) {
        const how: How = { groups: 19, padding: around(value, height - 1, width - 1) };
        expectSigns(fixture(), thresholded([1, 3, 5, 19, 19, height, width], how));
      }
    });

    test("of thresholds that no dot reaches, or every dot", () => {
      for (const groups of [1, 5]) {
        const c = convolution([1, 4, 4, 5, 5, 3, 3], { groups, padding: around(1, 1) });
        const thresholds = [2 ** 31 - 1, -(2 ** 31), 46, -45, -(2 ** 31)];
        const f = fixture();
        const actual = f.scope(() => {
          const out = f.intOutput(bitWords(16, 5));
          const fold = { thresholds: f.ints(thresholds), flips: f.ints([0b10000, 0, 0, 0]) };
          f.run((tape) => {
            return tape.bconv2dSign({ ...convolutionInputs(f, c), ...fold, out: out.offset });
          });
          return out.read();
        });
        expect(actual.filter((_, i) => i % 4 === 0)).toEqual(new Int32Array(16).fill(0b01010));
      }
    });

    test("a sum of exactly zero is positive, for scales of both signs; zero scales keep the sign of the bias", () => {
      const c = convolution([1, 1, 3, 1, 8, 1, 3]);
      const ones = { ...c, map: c.map.fill(1), weights: c.weights.fill(1) };
      const scales = Float32Array.of(1, -1, 1, -1, 0, 0, -0, 0);
      const bias = Float32Array.of(-3, 3, -4, 2, -1, 1, 0, -0);
      expect(expectedSigns({ ...ones, scales, bias })[0]).toBe(0b00011100);
      expectSigns(fixture(), { ...ones, scales, bias });
    });
  });

  describe("convolution, pool, batch norm and sign at once", () => {
    const pools: readonly PoolShape[] = [
      { size: [2, 2] },
      { size: [3, 3], strides: [2, 2] },
      { size: [1, 3], strides: [2, 1] },
      { size: [2, 3], strides: [1, 1], padding: { top: 1, bottom: 1, left: 2, right: 1 } },
      { size: [1, 1], strides: [3, 2] },
      { size: [2, 2], strides: [3, 5] },
    ];

    test.each(pools)("window $size, strides $strides", (pool) => {
      for (const padding of paddings) {
        expectSigns(fixture(), thresholded([2, 7, 9, 19, 21, 3, 3], { padding }, pool));
        expectSigns(fixture(), thresholded([1, 6, 8, 5, 67, 2, 3], { padding }, pool));
        expectSigns(fixture(), thresholded([1, 7, 7, 33, 33, 3, 3], { groups: 33, padding }, pool));
      }
    });

    test("no images", () => {
      expectSigns(fixture(), thresholded([0, 5, 5, 3, 7, 3, 3], {}, { size: [2, 2] }));
    });
  });

  test("bits of one layer are the map of the next: three layers equal their references", () => {
    const f = fixture();
    const first = thresholded(
      [2, 9, 11, 35, 131, 3, 3],
      { padding: around(0, 1) },
      { size: [2, 2] },
    );
    const hidden = reference.bconv2dSign(first);
    const depthwise = { groups: 131, strides: [2, 1], padding: around(1, 1) } as const;
    const second = { ...thresholded([2, 4, 5, 131, 131, 3, 3], depthwise), map: hidden };
    const [height, width] = convolutionOutputSize(second);
    const third = {
      ...convolution([2, height, width, 131, 21, 1, 1]),
      map: reference.bconv2dSign(second),
      weights: signs(21 * 131, 11),
    };
    const out = f.scope(() => {
      const bits = [
        f.intOutput(bitWords(2 * 4 * 5, 131)),
        f.intOutput(bitWords(2 * height * width, 131)),
      ];
      const dots = f.intOutput(2 * height * width * 21);
      f.run((tape) =>
        tape
          .bconv2dSign({ ...signInputs(f, first), out: bits[0].offset })
          .bconv2dSign({ ...signInputs(f, second), bits: bits[0].offset, out: bits[1].offset })
          .bconv2dInt32({ ...convolutionInputs(f, third), bits: bits[1].offset, out: dots.offset }),
      );
      return dots.read();
    });
    expect(out).toEqual(reference.bconv2dInt32(third));
  });
}
