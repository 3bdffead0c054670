import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, signs, UNIT } from "./operands.ts";

type Case = reference.GemmFloat32Reference & { readonly columnScales: ArrayLike<number> };

function operands(rows: number, outFeatures: number, inFeatures: number): Case {
  return {
    ...{ rows, outFeatures, inFeatures },
    x: floats(rows * inFeatures, 2),
    weights: signs(outFeatures * inFeatures, 3),
    columnScales: floats(outFeatures, 4),
    bias: floats(outFeatures, 5),
  };
}

function run(f: ArenaFixture, c: Case): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.rows * c.outFeatures);
    f.run((tape) =>
      tape.signWeightGemm({
        x: f.floats(c.x),
        weights: f.signLanes(c.weights, c.outFeatures, c.inFeatures),
        rows: f.ints([c.rows]),
        outFeatures: c.outFeatures,
        inFeatures: c.inFeatures,
        columnScales: f.floats(c.columnScales),
        bias: f.optionalFloats(c.bias),
        relu: c.relu ?? false,
        out: out.offset,
      }),
    );
    return out.read();
  });
}

/** K additions, a product and a bias: at most (K + 3)·u·(|scale|·Σ|x| + |bias|), 1.01 for higher powers of u. */
function expectClose(f: ArenaFixture, c: Case): void {
  const absolute = (values: ArrayLike<number>): number[] => Array.from(values, Math.abs);
  const magnitudes = reference.signWeightGemm({
    ...c,
    x: absolute(c.x),
    weights: absolute(c.weights),
    columnScales: absolute(c.columnScales),
    bias: absolute(c.bias ?? new Float32Array(c.outFeatures)),
  });
  const factor = 1.01 * (c.inFeatures + 3) * UNIT;
  expectWithin(run(f, c), reference.signWeightGemm(c), (i) => factor * magnitudes[i] + 2 ** -149);
}

export function signWeightGemmContract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 257])("K = %i equals the reference", (k) => {
    expectClose(fixture(), operands(5, 11, k));
    expectClose(fixture(), operands(1, 11, k));
  });

  test.each([1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 63, 64, 65, 129])(
    "N = %i equals the reference",
    (n) => {
      for (const rows of [1, 2, 6]) expectClose(fixture(), operands(rows, n, 37));
    },
  );

  test.each([0, 1, 2, 3, 4, 5, 7, 9])("%i rows equal the reference", (rows) => {
    expectClose(fixture(), operands(rows, 13, 35));
  });

  test("[0.5, −1.5, 2]·[1, −1, 1] = 4, times 2 and plus 1 is 9; the negated row gives −7, by ReLU 0", () => {
    const c: Case = {
      x: [0.5, -1.5, 2],
      weights: [1, -1, 1, -1, 1, -1],
      columnScales: [2, 2],
      bias: [1, 1],
      ...{ rows: 1, outFeatures: 2, inFeatures: 3, relu: true },
    };
    expect(run(fixture(), c)).toEqual(Float32Array.of(9, 0));
  });

  test("NaN in a row makes that row NaN and no other", () => {
    const x = floats(5 * 33, 2);
    x[2 * 33 + 32] = Number.NaN;
    const nan = Array.from(run(fixture(), { ...operands(5, 6, 33), x }), Number.isNaN);
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
