import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { floats, indices, UNIT } from "./operands.ts";

interface Case extends reference.RotateReference {
  readonly x: Float32Array;
  readonly turns: Float32Array;
}

const TURNS = 5;

function operands(rows: number, heads: number, headFeatures: number, rotated: number): Case {
  return {
    ...{ heads, headFeatures, rotated },
    x: floats(rows * heads * headFeatures, 2),
    positions: indices(rows, TURNS, 3),
    turns: floats(TURNS * rotated, 4),
  };
}

function run(f: ArenaFixture, c: Case): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.x.length);
    f.run((tape) => tape.rotate({ ...placed(f, c), x: f.floats(c.x), out: out.offset }));
    return out.read();
  });
}

function placed(f: ArenaFixture, { positions, turns, heads, headFeatures, rotated }: Case) {
  return {
    positions: f.ints(positions),
    turns: f.floats(turns),
    rows: f.ints([positions.length]),
    ...{ heads, headFeatures, rotated },
  };
}

export function rotateContract(fixture: () => ArenaFixture): void {
  test.each([2, 4, 6, 8, 10, 32, 34, 64])(
    "heads of %i, whole or in part, equal the reference",
    (d) => {
      for (const [rows, heads] of [
        [0, 1],
        [1, 3],
        [7, 2],
      ]) {
        for (const rotated of [2, 2 * Math.ceil(d / 4), d]) {
          for (const headFeatures of [d, d + 3]) {
            const c = operands(rows, heads, headFeatures, rotated);
            expectWithin(run(fixture(), c), reference.rotate(c), () => 4 * UNIT);
          }
        }
      }
    },
  );

  test("a quarter turn takes (a, b) to (−b, a); what is not rotated stays", () => {
    const c: Case = {
      ...{ heads: 1, headFeatures: 5, rotated: 4, positions: [1] },
      x: Float32Array.of(1, 2, 3, 4, 5),
      turns: Float32Array.of(1, 1, 0, 0, 0, 1, 1, 0),
    };
    expect(run(fixture(), c)).toEqual(Float32Array.of(-3, 2, 1, 4, 5));
  });

  test("in place, and a row alone, give the same bits", () => {
    const c = operands(6, 3, 11, 6);
    const all = run(fixture(), c);
    const f = fixture();
    f.scope(() => {
      const x = f.floats(c.x);
      f.run((tape) => tape.rotate({ ...placed(f, c), x, out: x }));
      expectSameBits(f.kernels.float32(x, c.x.length).slice(), all);
    });
    for (let m = 0; m < 6; m++) {
      const [from, to] = [m * 33, (m + 1) * 33];
      const alone = { ...c, x: c.x.slice(from, to), positions: [c.positions[m]] };
      expectSameBits(run(f, alone), all.slice(from, to));
    }
  });

  test("NaN makes its pair NaN and no other", () => {
    const c = operands(2, 2, 8, 8);
    c.x[9] = Number.NaN;
    const nan = Array.from(run(fixture(), c).keys()).filter((i) =>
      Number.isNaN(run(fixture(), c)[i]),
    );
    expect(nan).toEqual([9, 13]);
  });

  test.each([3, 10])("%i of 8 features cannot be rotated", (rotated) => {
    expect(() => run(fixture(), { ...operands(1, 1, 8, 8), rotated })).toThrow(
      `rotate: rotated must be even and at most headFeatures (8), got ${rotated}`,
    );
  });
}
