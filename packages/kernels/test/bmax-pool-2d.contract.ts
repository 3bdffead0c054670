import { packBipolar, packUnipolar } from "@bnnkit/core";
import { expect, test } from "vitest";
import { windowOfPool } from "../src/convolution-shape.ts";
import type { PoolShape } from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { boundarySizes, signs } from "./operands.ts";

type Map = Omit<reference.MapReference, "map">;

function expectPooled(f: ArenaFixture, map: Map, pool: PoolShape): void {
  const { images, height, width, features } = map;
  const pixels = images * height * width;
  const values = signs(pixels * features, 2);
  for (const kind of ["bipolar", "unipolar"] as const) {
    const own = kind === "bipolar" ? values : values.map((value) => (value < 0 ? 1 : 0));
    const expected = reference.maxPool2d({ ...map, window: windowOfPool(pool), map: own });
    const pack = kind === "bipolar" ? packBipolar : packUnipolar;
    const words = (x: ArrayLike<number>): Int32Array =>
      x.length === 0
        ? new Int32Array(0)
        : Int32Array.from(pack(x, x.length / features, features).words);
    const actual = f.scope(() => {
      const out = f.intOutput(words(expected).length);
      const operands = { ...pool, kind, height, width, features, images: f.ints([images]) };
      f.run((tape) => tape.bmaxPool2d({ ...operands, bits: f.ints(words(own)), out: out.offset }));
      return out.read();
    });
    expect(actual).toEqual(words(expected));
  }
}

export function bmaxPool2dContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i channels", (features) => {
    expectPooled(fixture(), { images: 2, height: 5, width: 7, features }, { size: [2, 2] });
  });

  test.each<PoolShape>([
    { size: [1, 1] },
    { size: [3, 2] },
    { size: [3, 3], strides: [2, 2] },
    { size: [2, 3], strides: [1, 1] },
    { size: [1, 2], strides: [3, 5] },
    { size: [3, 3], strides: [2, 2], padding: { top: 1, bottom: 1, left: 1, right: 1 } },
    { size: [3, 4], strides: [1, 2], padding: { top: 2, bottom: 0, left: 3, right: 1 } },
    { size: [7, 8] },
  ])("window $size, strides $strides, padding $padding", (pool) => {
    expectPooled(fixture(), { images: 2, height: 7, width: 8, features: 37 }, pool);
  });

  test("no images", () => {
    expectPooled(fixture(), { images: 0, height: 2, width: 2, features: 5 }, { size: [2, 2] });
  });
}
