import { describe, expect, test } from "vitest";
import { samePadding } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import {
  around,
  type ConvolutionCase,
  convolution,
  convolutionInputs,
  type How,
  outputPixels,
  type Sizes,
} from "./convolution-fixture.ts";
import { boundarySizes } from "./operands.ts";

function runInt32(f: ArenaFixture, c: ConvolutionCase): Int32Array {
  return f.scope(() => {
    const out = f.intOutput(outputPixels(c) * c.outFeatures);
    f.run((tape) => tape.bconv2dInt32({ ...convolutionInputs(f, c), out: out.offset }));
    return out.read();
  });
}

function expectExact(f: ArenaFixture, sizes: Sizes, how: How = {}): void {
  const c = convolution(sizes, how);
  expect(runInt32(f, c)).toEqual(reference.bconv2dInt32(c));
}

const columnCounts = [1, 2, 3, 5, 15, 16, 17, 31, 33, 63, 64, 65, 81, 127, 128, 129, 145];

export function bconv2dContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i channels, 3×3, with each padding", (channels) => {
    for (const padding of [around(1, 0), around(1, 1), around(0, 1)]) {
      expectExact(fixture(), [2, 5, 7, channels, 11, 3, 3], { padding });
    }
  });

  test.each(columnCounts)("%i outputs", (outputs) => {
    expectExact(fixture(), [1, 3, 5, 19, outputs, 3, 2], { padding: around(0, 1) });
    expectExact(fixture(), [1, 1, 1, 19, outputs, 1, 1]);
  });

  test.each([0, 1, 2, 3, 5])("%i images", (images) => {
    expectExact(fixture(), [images, 3, 2, 37, 13, 2, 2], { padding: around(0, 1) });
  });

  describe("kernels", () => {
    test.each([
      [1, 1],
      [1, 2],
      [2, 1],
      [1, 7],
      [5, 3],
      [11, 13],
    ])("%i×%i", (height, width) => {
      for (const value of [0, 1] as const) {
        const padding = around(value, height - 1, width - 1);
        expectExact(fixture(), [1, 4, 6, 23, 7, height, width], { padding });
      }
    });

    test("of many blocks of pixels, and sums that are widened on the way", () => {
      expectExact(fixture(), [1, 17, 19, 67, 37, 5, 5], { padding: around(0, 2) });
      expectExact(fixture(), [1, 2, 3, 1031, 5, 3, 1], { padding: around(0, 1, 0) });
    });

    test("as large as they may be, before and behind the map", () => {
      for (const groups of [1, 2]) {
        const padding = { value: 0, top: 254, bottom: 254, left: 254, right: 254 } as const;
        const how: How = { groups, padding, strides: [127, 255] };
        expectExact(fixture(), [1, 1, 2, 2, 2, 254, 254], how);
      }
    });

    test("of one row are one-dimensional convolutions", () => {
      for (const padding of [around(1, 0), around(0, 0, 2)]) {
        const how: How = { padding, strides: [1, 2], dilations: [1, 3] };
        expectExact(fixture(), [3, 1, 29, 41, 17, 1, 5], how);
      }
    });

    test("of one tap read whole pixels where they are", () => {
      for (const channels of [96, 97, 128, 160, 256]) {
        expectExact(fixture(), [1, 3, 5, channels, 67, 1, 1]);
        expectExact(fixture(), [1, 3, 5, channels, 67, 1, 1], { strides: [2, 3] });
        expectExact(fixture(), [1, 3, 5, channels, 67, 1, 1], { padding: around(0, 2) });
      }
    });
  });

  describe("strides and dilations", () => {
    test.each([
      [1, 2],
      [2, 1],
      [2, 3],
      [7, 5],
    ])("%i, %i", (a, b) => {
      for (const value of [0, 1] as const) {
        const padding = { value, top: 2, bottom: 0, left: 1, right: 3 };
        for (const channels of [5, 128]) {
          const sizes: Sizes = [2, 11, 13, channels, 3, 2, 3];
          expectExact(fixture(), sizes, { padding, strides: [a, b] });
          expectExact(fixture(), sizes, { padding, dilations: [a, b] });
          expectExact(fixture(), sizes, { padding, strides: [b, a], dilations: [a, b] });
        }
      }
    });

    test("same padding gives ⌈size/stride⌉ outputs", () => {
      for (const stride of [1, 2, 3]) {
        const how = { strides: [stride, stride] } as const;
        const sizes: Sizes = [1, 7, 8, 9, 5, 3, 3];
        const c = convolution(sizes, { ...how, padding: samePadding(convolution(sizes, how), 0) });
        expect(outputPixels(c)).toBe(Math.ceil(7 / stride) * Math.ceil(8 / stride));
        expect(runInt32(fixture(), c)).toEqual(reference.bconv2dInt32(c));
      }
    });

    test("taps and whole patches outside the map", () => {
      for (const value of [0, 1] as const) {
        expectExact(fixture(), [1, 1, 2, 13, 3, 3, 3], { padding: around(value, 4) });
        const how: How = { padding: around(value, 9, 7), strides: [2, 3], dilations: [5, 4] };
        expectExact(fixture(), [2, 3, 4, 13, 3, 3, 2], how);
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
    ])("%i channels, %i outputs in %i groups", (inFeatures, outFeatures, groups) => {
      for (const padding of [around(1, 0), around(1, 1), around(0, 1)]) {
        expectExact(fixture(), [1, 3, 5, inFeatures, outFeatures, 3, 3], { groups, padding });
      }
    });

    test("one channel each, several outputs", () => {
      expectExact(fixture(), [1, 3, 5, 7, 21, 3, 3], { groups: 7, padding: around(0, 1) });
    });
  });

  describe("depthwise", () => {
    test.each([2, 3, 31, 64, 65, 127, 128, 129, 257])("%i channels", (channels) => {
      for (const padding of [around(1, 0), around(1, 1), around(0, 1)]) {
        const how: How = { groups: channels, padding };
        expectExact(fixture(), [2, 4, 5, channels, channels, 3, 3], how);
      }
    });

    test.each([
      [1, 1],
      [1, 2],
      [5, 5],
      [7, 9],
      [9, 14],
    ])("%i×%i taps", (height, width) => {
      for (const value of [0, 1] as const) {
        const how: How = { groups: 5, padding: around(value, height - 1, width - 1) };
        expectExact(fixture(), [1, 3, 4, 5, 5, height, width], how);
      }
    });

    test("with strides and dilations", () => {
      const how: How = { groups: 130, padding: around(0, 2), strides: [2, 3], dilations: [2, 1] };
      expectExact(fixture(), [1, 7, 8, 130, 130, 3, 3], how);
    });

    test("counts of taps that differ everywhere do not overflow", () => {
      const c = convolution([1, 9, 14, 2, 2, 9, 14], { groups: 2 });
      const opposite = { ...c, map: c.map.fill(1), weights: c.weights.fill(-1) };
      expect(runInt32(fixture(), opposite)).toEqual(Int32Array.of(-9 * 14, -9 * 14));
    });
  });
}
