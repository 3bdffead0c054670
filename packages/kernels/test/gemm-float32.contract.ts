import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, UNIT } from "./operands.ts";

type Case = reference.GemmFloat32Reference;

function operands(rows: number, outFeatures: number, inFeatures: number): Case {
  return {
    ...{ rows, outFeatures, inFeatures },
    x: floats(rows * inFeatures, 2),
    weights: floats(outFeatures * inFeatures, 3),
    bias: floats(outFeatures, 4),
  };
}

function run(f: ArenaFixture, c: Case): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.rows * c.outFeatures);
    f.run((tape) =>
      tape.gemmFloat32({
        x: f.floats(c.x),
        weights: f.floatLanes(c.weights, c.outFeatures, c.inFeatures),
        rows: f.ints([c.rows]),
        outFeatures: c.outFeatures,
        inFeatures: c.inFeatures,
        bias: f.optionalFloats(c.bias),
        relu: c.relu ?? false,
        out: out.offset,
      }),
    );
    return out.read();
  });
}

/** A sum of K products and a bias in any order errs by at most (K + 2)·u·Σ|terms| (1.01 covers higher powers of u). */
function expectClose(f: ArenaFixture, c: Case): void {
  const absolute = (values: ArrayLike<number>): number[] => Array.from(values, Math.abs);
  const magnitudes = reference.gemmFloat32({
    ...c,
    x: absolute(c.x),
    weights: absolute(c.weights),
    bias: absolute(c.bias ?? new Float32Array(c.outFeatures)),
  });
  const factor = 1.01 * (c.inFeatures + 2) * UNIT;
  expectWithin(run(f, c), reference.gemmFloat32(c), (i) => factor * magnitudes[i] + 2 ** -149);
}

export function gemmFloat32Contract(fixture: () => ArenaFixture): void {
  test.each(boundarySizes)("K = %i equals the reference", (k) => {
    expectClose(fixture(), operands(5, 11, k));
    expectClose(fixture(), operands(1, 11, k));
  });

  test.each([1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 129])(
    "N = %i equals the reference",
    (n) => {
      for (const rows of [1, 2, 6]) expectClose(fixture(), operands(rows, n, 23));
    },
  );

  test.each([0, 1, 2, 3, 4, 5, 7, 9])("%i rows equal the reference", (rows) => {
    expectClose(fixture(), operands(rows, 13, 19));
  });

  test("1·2 + 2·3 + 0.5 = 8.5; ReLU makes 1·(−2) + 2·(−3) + 0.5 = −7.5 to 0", () => {
    const c: Case = {
      x: [1, 2],
      weights: [2, 3, -2, -3],
      bias: [0.5, 0.5],
      ...{ rows: 1, outFeatures: 2, inFeatures: 2, relu: true },
    };
    expect(run(fixture(), c)).toEqual(Float32Array.of(8.5, 0));
  });

  test("NaN in a row makes that row NaN, ReLU or not", () => {
    const x = floats(5 * 7, 2);
    x[2 * 7 + 3] = Number.NaN;
    const nan = Array.from(run(fixture(), { ...operands(5, 6, 7), x, relu: true }), Number.isNaN);
    expect(nan).toEqual(Array.from(nan, (_, i) => Math.floor(i / 6) === 2));
  });

  test("a row alone gives the bits it gives among others", () => {
    const c = operands(7, 19, 65);
    const all = run(fixture(), c);
    for (let m = 0; m < c.rows; m++) {
      const x = Array.from(c.x).slice(m * 65, (m + 1) * 65);
      expectSameBits(run(fixture(), { ...c, rows: 1, x }), all.slice(m * 19, (m + 1) * 19));
    }
  });
}
