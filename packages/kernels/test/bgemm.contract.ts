import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import type { ArenaFixture } from "./arena-fixture.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, signs, UNIT } from "./operands.ts";

interface Case {
  readonly a: Int8Array;
  readonly weights: Int8Array;
  readonly rows: number;
  readonly outFeatures: number;
  readonly inFeatures: number;
  readonly rowScales: Float32Array;
  readonly columnScales: Float32Array;
  readonly bias?: Float32Array;
  readonly relu?: boolean;
}

function operands(rows: number, outFeatures: number, inFeatures: number): Case {
  return {
    ...{ rows, outFeatures, inFeatures },
    a: signs(rows * inFeatures, 2),
    weights: signs(outFeatures * inFeatures, 3),
    rowScales: floats(rows, 4).map(Math.abs),
    columnScales: floats(outFeatures, 5),
  };
}

function runInt32(f: ArenaFixture, c: Case): Int32Array {
  return f.scope(() => {
    const out = f.intOutput(c.rows * c.outFeatures);
    f.run((tape) =>
      tape.bgemmInt32({
        bits: f.signs(c.a, c.rows, c.inFeatures),
        weights: f.signByteLanes(c.weights, c.outFeatures, c.inFeatures),
        rows: f.ints([c.rows]),
        outFeatures: c.outFeatures,
        inFeatures: c.inFeatures,
        out: out.offset,
      }),
    );
    return out.read();
  });
}

function runScaled(f: ArenaFixture, c: Case): Float32Array {
  return f.scope(() => {
    const out = f.floatOutput(c.rows * c.outFeatures);
    f.run((tape) =>
      tape.bgemm({
        bits: f.signs(c.a, c.rows, c.inFeatures),
        weights: f.signByteLanes(c.weights, c.outFeatures, c.inFeatures),
        rows: f.ints([c.rows]),
        outFeatures: c.outFeatures,
        inFeatures: c.inFeatures,
        rowScales: f.floats(c.rowScales),
        columnScales: f.floats(c.columnScales),
        bias: f.optionalFloats(c.bias),
        relu: c.relu ?? false,
        out: out.offset,
      }),
    );
    return out.read();
  });
}

/** Scale, product and bias are rounded once each. */
function expectScaled(f: ArenaFixture, c: Case): void {
  const unscaled = reference.bgemmInt32(c);
  const bound = (i: number): number => {
    const [m, n] = [Math.floor(i / c.outFeatures), i % c.outFeatures];
    const product = Math.abs(unscaled[i] * c.rowScales[m] * c.columnScales[n]);
    return 3 * UNIT * (product + Math.abs(c.bias?.[n] ?? 0)) + 2 ** -149;
  };
  expectWithin(runScaled(f, c), reference.bgemm(c), bound);
}

export function bgemmContract(fixture: () => ArenaFixture): void {
  // 252 features fill the byte counters of the look-ups, 992 and 3968 those of the carry-save trees.
  const longSizes = [251, 252, 253, 504, 505, 992, 993, 1025];
  test.each([...boundarySizes, ...longSizes])("K = %i equals the reference", (k) => {
    const c = operands(5, 11, k);
    expect(runInt32(fixture(), c)).toEqual(reference.bgemmInt32(c));
    expectScaled(fixture(), c);
  });

  test.each([1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 31, 63, 64, 65, 129])(
    "N = %i equals the reference",
    (n) => {
      for (const rows of [1, 2, 6, 7]) {
        const c = operands(rows, n, 67);
        expect(runInt32(fixture(), c)).toEqual(reference.bgemmInt32(c));
        expectScaled(fixture(), { ...c, bias: floats(n, 6) });
      }
    },
  );

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])("%i rows equal the reference", (rows) => {
    const c = operands(rows, 13, 37);
    expect(runInt32(fixture(), c)).toEqual(reference.bgemmInt32(c));
    expectScaled(fixture(), c);
  });

  // Rows and channels alternate between all +1 and all −1, so that each of a pair of rows meets the other's extremes.
  test.each([251, 252, 253, 504, 505, 757, 991, 993, 3968, 3969, 31 * 128 * 3 + 1])(
    "all of %i signs equal or opposite give ±K: no counter overflows",
    (k) => {
      const [rows, outFeatures] = [5, 33];
      const extremes = (n: number, negative: (i: number) => boolean): Int8Array =>
        Int8Array.from({ length: n * k }, (_, i) => (negative(Math.floor(i / k)) ? -1 : 1));
      const c = {
        ...operands(rows, outFeatures, k),
        a: extremes(rows, (m) => m === 1 || m === 2),
        weights: extremes(outFeatures, (n) => n % 3 === 0),
      };
      const expected = Int32Array.from({ length: rows * outFeatures }, (_, i) => {
        const [m, n] = [Math.floor(i / outFeatures), i % outFeatures];
        return (m === 1 || m === 2) === (n % 3 === 0) ? k : -k;
      });
      expect(runInt32(fixture(), c)).toEqual(expected);
      expect(runInt32(fixture(), { ...c, rows: 1, a: c.a.slice(0, k) })).toEqual(
        expected.slice(0, outFeatures),
      );
    },
  );

  test("more rows than one block of look-ups, several panels of columns, a part of a panel left", () => {
    for (const [rows, n, k] of [
      [131, 81, 37],
      [23, 150, 2049],
      [4, 49, 515],
    ]) {
      const c = operands(rows, n, k);
      expect(runInt32(fixture(), c)).toEqual(reference.bgemmInt32(c));
    }
  });

  test("bias and ReLU: 3·(2·0.5) − 4 = −1 becomes 0, 3·(2·0.5) + 1 = 4 stays", () => {
    const c: Case = {
      a: Int8Array.of(1, 1, 1),
      weights: Int8Array.of(1, 1, 1, 1, 1, 1),
      ...{ rows: 1, outFeatures: 2, inFeatures: 3, relu: true },
      rowScales: Float32Array.of(2),
      columnScales: Float32Array.of(0.5, 0.5),
      bias: Float32Array.of(-4, 1),
    };
    expect(runScaled(fixture(), c)).toEqual(Float32Array.of(0, 4));
  });

  test("a NaN row scale makes its row NaN and no other", () => {
    const c = {
      ...operands(5, 6, 33),
      rowScales: Float32Array.of(1, 1, Number.NaN, 1, 1),
      relu: true,
    };
    const nan = Array.from(runScaled(fixture(), c), Number.isNaN);
    expect(nan).toEqual(Array.from(nan, (_, i) => Math.floor(i / 6) === 2));
  });

  test("a row alone gives the bits it gives among others", () => {
    const c = { ...operands(7, 19, 65), bias: floats(19, 7) };
    const all = runScaled(fixture(), c);
    for (let m = 0; m < c.rows; m++) {
      const alone = runScaled(fixture(), {
        ...c,
        rows: 1,
        a: c.a.slice(m * 65, (m + 1) * 65),
        rowScales: c.rowScales.slice(m, m + 1),
      });
      expectSameBits(alone, all.slice(m * 19, (m + 1) * 19));
    }
  });
}
