import { packUnipolar } from "@bnnkit/core";
import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, indices, UNIT } from "./operands.ts";

type Case = reference.GemmFloat32Reference & { readonly columnScales: ArrayLike<number> };

/** Weights 1 with a probability of 1/bound. */
function operands(rows: number, outFeatures: number, inFeatures: number, bound = 2): Case {
  return {
    ...{ rows, outFeatures, inFeatures },
    x: floats(rows * inFeatures, 2),
    weights: indices(outFeatures * inFeatures, bound, 3).map((value) => (value === 0 ? 1 : 0)),
    columnScales: floats(outFeatures, 4),
    bias: floats(outFeatures, 5),
  };
}

function run(f: ArenaFixture, c: Case): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.rows * c.outFeatures);
    f.run((tape) =>
      tape.setBitGemm({
        x: f.floats(c.x),
        weights: f.ints(packUnipolar(c.weights, c.outFeatures, c.inFeatures).words),
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
    ...{ ...c, x: absolute(c.x), columnScales: absolute(c.columnScales), relu: false },
    bias: absolute(c.bias ?? new Float32Array(c.outFeatures)),
  });
  const factor = 1.01 * (c.inFeatures + 3) * UNIT;
  expectWithin(run(f, c), reference.signWeightGemm(c), (i) => factor * magnitudes[i] + 2 ** -149);
}

export function setBitGemmContract(fixture: () => ArenaFixture): void {
  test.each([...boundarySizes, 63, 64, 65, 257])("K = %i equals the reference", (k) => {
    for (const bound of [1, 2, 20]) {
      expectClose(fixture(), operands(1, 5, k, bound));
      expectClose(fixture(), operands(3, 5, k, bound));
    }
  });

  test.each([0, 1, 2, 3, 15, 16, 17, 31, 32, 33, 35])("%i rows equal the reference", (rows) => {
    expectClose(fixture(), operands(rows, 7, 35));
    expectClose(fixture(), { ...operands(rows, 7, 35), relu: true });
  });

  test("a skipped NaN has no effect", () => {
    const c: Case = {
      ...{ rows: 2, outFeatures: 2, inFeatures: 3, columnScales: [2, 1] },
      x: [1, Number.NaN, 3, 4, 5, 6],
      weights: [1, 0, 1, 0, 1, 0],
    };
    expect(run(fixture(), c)).toEqual(Float32Array.of(2 * (1 + 3), Number.NaN, 2 * (4 + 6), 5));
  });

  test("a row alone gives the bits it gives among others", () => {
    const c = operands(19, 5, 65);
    const all = run(fixture(), c);
    for (let m = 0; m < c.rows; m++) {
      const x = Array.from(c.x).slice(m * 65, (m + 1) * 65);
      expectSameBits(run(fixture(), { ...c, rows: 1, x }), all.slice(m * 5, (m + 1) * 5));
    }
  });
}
