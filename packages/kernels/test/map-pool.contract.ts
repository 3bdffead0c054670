import type { Window } from "@bnnkit/core";
import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, indices, UNIT } from "./operands.ts";

type Shape = Omit<reference.MapWindowReference, "map">;

function windowOf(size: Window["size"], rest: Partial<Window> = {}): Window {
  const padding = { top: 0, bottom: 0, left: 0, right: 0, value: 0 };
  return { size, strides: size, dilations: [1, 1], padding, ...rest };
}

const ring = { top: 1, bottom: 1, left: 1, right: 1, value: 9 };
const windows: readonly Window[] = [
  windowOf([1, 1]),
  windowOf([2, 2]),
  windowOf([3, 3], { strides: [2, 2], padding: ring }),
  windowOf([3, 2], { strides: [1, 3], padding: { ...ring, top: 2, bottom: 0 } }),
  windowOf([2, 3], { strides: [1, 1], dilations: [3, 2], padding: { ...ring, left: 3 } }),
  windowOf([7, 8]), // global
];

function mapOf({ images, height, width, features }: Shape, seed: number): Float32Array {
  return floats(images * height * width * features, seed);
}

function run(
  f: ArenaFixture,
  take: "maxPool2d" | "meanPool2d",
  { images, ...shape }: Shape,
  map: Float32Array | Int32Array,
  length: number,
): Float32Array {
  const isFloat = map instanceof Float32Array;
  return f.scope(() => {
    const out = f.floatOutput(length);
    const x = isFloat ? f.floats(map) : f.ints(map);
    const operands = { ...shape, x, images: f.ints([images]), out: out.offset };
    f.run((tape) => tape[take]({ ...operands, element: isFloat ? "float32" : "int32" }));
    return out.read();
  });
}

function expectPooled(f: ArenaFixture, shape: Shape): void {
  const map = mapOf(shape, 2);
  const largest = reference.maxPool2d({ ...shape, map });
  expect(run(f, "maxPool2d", shape, map, largest.length)).toEqual(Float32Array.from(largest));
  const taps = shape.window.size[0] * shape.window.size[1];
  const means = reference.meanPool2d({ ...shape, map });
  // Of numbers below 1, each sum loses at most half a unit of the number of taps.
  const tolerance = (taps + 1) * UNIT;
  expectWithin(run(f, "meanPool2d", shape, map, means.length), means, () => tolerance);

  const integers = indices(map.length, 2 ** 20, 3).map((x) => x - 2 ** 19);
  const most = Int32Array.from(reference.maxPool2d({ ...shape, map: integers }));
  const found = run(f, "maxPool2d", shape, integers, most.length);
  expect(new Int32Array(found.buffer)).toEqual(most);
  // Sums are below 2²⁴·4, so that at most their last bits are lost.
  const exact = reference.meanPool2d({ ...shape, map: integers });
  expectWithin(run(f, "meanPool2d", shape, integers, exact.length), exact, (i) => {
    return 2.01 * UNIT * Math.abs(exact[i]) + 2 ** -140;
  });
}

export function mapPoolContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i channels", (features) => {
    expectPooled(fixture(), { images: 2, height: 5, width: 4, features, window: windows[2] });
  });

  test.each(windows)("window $size, strides $strides, dilations $dilations", (window) => {
    expectPooled(fixture(), { images: 2, height: 7, width: 8, features: 7, window });
  });

  test("no images", () => {
    expectPooled(fixture(), { images: 0, height: 2, width: 2, features: 5, window: windows[1] });
  });

  test("NaN spreads in its channel alone; 0 is larger than −0, infinities are numbers", () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    const map = Float32Array.of(nan, 1, -0, -infinity, 2, -3, 0, infinity);
    const shape = { images: 1, height: 1, width: 2, features: 4, window: windowOf([1, 2]) };
    const largest = run(fixture(), "maxPool2d", shape, map, 4);
    expect(largest).toEqual(Float32Array.of(nan, 1, 0, infinity));
    const means = run(fixture(), "meanPool2d", shape, map, 4);
    expect(means).toEqual(Float32Array.of(nan, -1, 0, nan));
  });

  test("an image alone gives the bits it gives among others", () => {
    const shape = { images: 3, height: 4, width: 4, features: 5, window: windows[2] };
    const map = mapOf(shape, 7);
    const all = run(fixture(), "meanPool2d", shape, map, 3 * 4 * 5);
    for (let image = 0; image < 3; image++) {
      const own = map.slice(image * 80, (image + 1) * 80);
      const alone = run(fixture(), "meanPool2d", { ...shape, images: 1 }, own, 20);
      expectSameBits(alone, all.slice(image * 20, (image + 1) * 20));
    }
  });

  test("a margin that leaves a place without a pixel is refused", () => {
    const f = fixture();
    const padding = { ...ring, top: 2 };
    const window = windowOf([2, 2], { padding });
    expect(() =>
      f.run((tape) =>
        tape.maxPool2d({
          ...{ x: 1024, element: "float32", images: 1024, out: 1024 },
          ...{ height: 4, width: 4, features: 1, window },
        }),
      ),
    ).toThrow(/^maxPool2d: window.padding must leave a pixel under each place of the window/);
  });
}
