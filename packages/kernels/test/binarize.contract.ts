import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, UNIT } from "./operands.ts";

function run(
  f: ArenaFixture,
  x: Float32Array,
  rows: number,
  features: number,
  groups = 1,
): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(rows * features);
    const from = f.floats(x);
    f.run((tape) =>
      tape.binarize({ x: from, rows: f.ints([rows]), features, groups, out: out.offset }),
    );
    return out.read();
  });
}

export function binarizeContract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("%i features equal the reference", (features) => {
    for (const [rows, groups] of [
      [0, 1],
      [1, 1],
      [3, 1],
      [3, 2],
    ]) {
      const x = floats(rows * features * groups, features);
      const expected = reference.binarize(x, rows, features * groups, groups);
      const actual = run(fixture(), x, rows, features * groups, groups);
      expectWithin(actual, expected, (i) => 2 * UNIT * Math.abs(expected[i]));
    }
  });

  test("s = 1: [0.4, −1, 0.2, 0, −0.001, −0] → [½, −½, ½, ½, −½, ½], s enlarged by 2^−23", () => {
    const half = Math.fround(1 + 2 ** -23) / 2;
    const actual = run(fixture(), Float32Array.of(0.4, -1, 0.2, 0, -0.001, -0), 1, 6);
    expect(actual).toEqual(Float32Array.of(half, -half, half, half, -half, half));
  });

  test("NaN makes its slice NaN and no other", () => {
    const x = floats(2 * 6);
    x[7] = Number.NaN;
    const nan = Array.from(run(fixture(), x, 2, 6, 2), Number.isNaN);
    expect(nan).toEqual(Array.from(nan, (_, i) => Math.floor(i / 3) === 2));
  });

  test("in place, and a row alone, give the same bits", () => {
    const x = floats(5 * 11);
    const all = run(fixture(), x, 5, 11);
    const f = fixture();
    f.scope(() => {
      const place = f.floats(x);
      f.run((tape) => tape.binarize({ x: place, rows: f.ints([5]), features: 11, out: place }));
      expectSameBits(f.kernels.float32(place, 55).slice(), all);
    });
    for (let m = 0; m < 5; m++) {
      const alone = run(f, x.slice(m * 11, (m + 1) * 11), 1, 11);
      expectSameBits(alone, all.slice(m * 11, (m + 1) * 11));
    }
  });
}
