import { type Window, wordsPerRow } from "@bnnkit/core";
import { expect, test } from "vitest";
import type { OperandsOf } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { around, convolution } from "./convolution-fixture.ts";
import { boundarySizes, codes, floats, indices } from "./operands.ts";

type Shape = Omit<reference.MapWindowReference, "map">;
type Run = (f: ArenaFixture, shape: Shape) => void;

const windows: readonly Window[] = [
  windowOf([1, 1]),
  windowOf([3, 3], { padding: { top: 1, bottom: 1, left: 1, right: 1, value: 1 } }),
  windowOf([2, 3], { strides: [2, 1] }),
  windowOf([3, 2], {
    dilations: [2, 3],
    padding: { top: 2, bottom: 0, left: 1, right: 3, value: 0 },
  }),
  windowOf([2, 2], {
    strides: [3, 4],
    padding: { top: 0, bottom: 1, left: 3, right: 0, value: 1 },
  }),
  windowOf([7, 8]),
];

function windowOf(size: Window["size"], rest: Partial<Window> = {}): Window {
  const padding = { top: 0, bottom: 0, left: 0, right: 0, value: 0 };
  return { size, strides: [1, 1], dilations: [1, 1], padding, ...rest };
}

function length({ images, height, width, features }: Shape): number {
  return images * height * width * features;
}

function withValue({ window, ...shape }: Shape, value: number): Shape {
  return { ...shape, window: { ...window, padding: { ...window.padding, value } } };
}

function operands(f: ArenaFixture, { images, ...shape }: Shape) {
  return { ...shape, images: f.ints([images]) };
}

function expectFloats(f: ArenaFixture, shape: Shape): void {
  for (const value of [0, -0.75]) {
    const own = withValue(shape, value);
    const map = floats(length(shape), 2);
    if (map.length > 5) map[5] = Number.NaN;
    const expected = Float32Array.from(reference.patches({ ...own, map }));
    const actual = f.scope(() => {
      const out = f.floatOutput(expected.length);
      f.run((tape) =>
        tape.patches({
          ...operands(f, own),
          x: f.floats(map),
          element: "float32",
          out: out.offset,
        }),
      );
      return out.read();
    });
    expect(actual).toEqual(expected);
  }
}

function expectBytes(f: ArenaFixture, shape: Shape): void {
  const own = withValue(shape, -77);
  const map = codes(length(shape), 3);
  const expected = Int8Array.from(reference.patches({ ...own, map }));
  const actual = f.scope(() => {
    const out = f.byteOutput(expected.length);
    f.run((tape) =>
      tape.patches({ ...operands(f, own), x: f.bytes(map), element: "int8", out: out.offset }),
    );
    return out.read();
  });
  expect(actual).toEqual(expected);
}

/** Rows of planes of numbers below 2^planes. */
function packPlanes(values: ArrayLike<number>, features: number, planes: number): Int32Array {
  const words = wordsPerRow(features);
  const bits = new Int32Array((values.length / features) * planes * words);
  for (let i = 0; i < values.length; i++) {
    const [row, k] = [Math.floor(i / features), i % features];
    for (let p = 0; p < planes; p++) {
      bits[(row * planes + p) * words + (k >>> 5)] |= ((values[i] >>> p) & 1) << (k & 31);
    }
  }
  return bits;
}

function expectBits(f: ArenaFixture, shape: Shape): void {
  for (const [planes, value] of [
    [1, 1],
    [1, 0],
    [3, 5],
  ]) {
    const own = withValue(shape, value);
    const map = indices(length(shape), 2 ** planes, 4);
    const taps = shape.window.size[0] * shape.window.size[1];
    const values = reference.patches({ ...own, map });
    const expected = packPlanes(values, taps * shape.features, planes);
    const actual = f.scope(() => {
      const out = f.intOutput(expected.length);
      const bits: Partial<OperandsOf<"patches">> = planes === 1 ? {} : { planes };
      const x = f.ints(packPlanes(map, shape.features, planes));
      f.run((tape) =>
        tape.patches({ ...operands(f, own), x, element: "bits", ...bits, out: out.offset }),
      );
      return out.read();
    });
    expect(actual).toEqual(expected);
  }
}

const kinds: Record<string, Run> = {
  floats: expectFloats,
  bytes: expectBytes,
  bits: expectBits,
};

export function patchesContract(fixture: () => ArenaFixture): void {
  for (const [kind, expectPatches] of Object.entries(kinds)) {
    test.each(boundarySizes)(`${kind}: %i channels`, (features) => {
      expectPatches(fixture(), { images: 2, height: 3, width: 2, features, window: windows[1] });
      expectPatches(fixture(), { images: 1, height: 3, width: 4, features, window: windows[2] });
    });

    test.each(windows)(
      `${kind}: window $size, strides $strides, dilations $dilations`,
      (window) => {
        expectPatches(fixture(), { images: 2, height: 7, width: 8, features: 5, window });
      },
    );

    test(`${kind}: no images`, () => {
      expectPatches(fixture(), { images: 0, height: 4, width: 5, features: 3, window: windows[1] });
    });
  }

  test("a product of patches of bits is the convolution of ±1 with the same weights", () => {
    const f = fixture();
    const c = convolution([2, 5, 4, 7, 9, 3, 3], { padding: around(1, 1) });
    const expected = reference.bconv2dInt32(c);
    const { images, height, width, inFeatures, outFeatures } = c;
    const rows = images * height * width;
    const window = windowOf([3, 3], { padding: around(0, 1) }); // a bit 0 is +1
    f.scope(() => {
      const bits = f.intOutput(rows * wordsPerRow(9 * inFeatures));
      const out = f.intOutput(expected.length);
      const shape = { images: f.ints([images]), height, width, features: inFeatures, window };
      f.run((tape) =>
        tape
          .patches({
            ...{ ...shape, x: f.signs(c.map, rows, inFeatures), element: "bits" },
            out: bits.offset,
          })
          .bgemmInt32({
            bits: bits.offset,
            weights: f.signByteLanes(c.weights, outFeatures, 9 * inFeatures),
            ...{ rows: f.ints([rows]), outFeatures, inFeatures: 9 * inFeatures },
            out: out.offset,
          }),
      );
      expect(out.read()).toEqual(expected);
    });
  });
}
