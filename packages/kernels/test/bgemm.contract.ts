import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import { boundarySizes, floats, ieeeRounding, type Rounding, signs } from "./operands.ts";

/** Operands of a ±1 product and its scales. */
export interface BgemmCase {
  readonly a: Int8Array;
  readonly weights: Int8Array;
  readonly rows: number;
  readonly outFeatures: number;
  readonly inFeatures: number;
  readonly rowScales: Float32Array;
  readonly columnScales: Float32Array;
  readonly bias?: Float32Array;
  readonly slopes?: Float32Array;
  readonly relu?: boolean;
}

/** An implementation of ±1 products. */
export interface BgemmProduct {
  /** {@link ieeeRounding} unless told */
  readonly rounding?: Rounding;
  int32(c: BgemmCase): Int32Array | Promise<Int32Array>;
  scaled(c: BgemmCase): Float32Array | Promise<Float32Array>;
}

function operands(rows: number, outFeatures: number, inFeatures: number): BgemmCase {
  return {
    ...{ rows, outFeatures, inFeatures },
    a: signs(rows * inFeatures, 2),
    weights: signs(outFeatures * inFeatures, 3),
    rowScales: floats(rows, 4).map(Math.abs),
    columnScales: floats(outFeatures, 5),
  };
}

async function expectInt32(product: BgemmProduct, c: BgemmCase): Promise<void> {
  expect(await product.int32(c)).toEqual(reference.bgemmInt32(c));
}

/** Scale, product, sum and slope are rounded once each; slopes lie in [−1, 1). */
async function expectScaled(p: BgemmProduct, c: BgemmCase): Promise<void> {
  const unscaled = reference.bgemmInt32(c);
  const { unit, smallest } = p.rounding ?? ieeeRounding;
  const roundings = c.slopes === undefined ? 3 : 4;
  const bound = (i: number): number => {
    const [m, n] = [Math.floor(i / c.outFeatures), i % c.outFeatures];
    const product = Math.abs(unscaled[i] * c.rowScales[m] * c.columnScales[n]);
    return roundings * unit * (product + Math.abs(c.bias?.[n] ?? 0)) + smallest;
  };
  expectWithin(await p.scaled(c), reference.bgemm(c), bound);
}

export function bgemmContract(product: () => BgemmProduct): void {
  // 252 features fill the byte counters of the look-ups, 992 and 3968 those of the carry-save trees.
  const longSizes = [251, 252, 253, 504, 505, 992, 993, 1025];
  test.each([...boundarySizes, ...longSizes])("K = %i equals the reference", async (k) => {
    const c = operands(5, 11, k);
    await expectInt32(product(), c);
    await expectScaled(product(), c);
  });

  test.each([1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 31, 63, 64, 65, 129])(
    "N = %i equals the reference",
    async (n) => {
      for (const rows of [1, 2, 6, 7]) {
        const c = operands(rows, n, 67);
        await expectInt32(product(), c);
        await expectScaled(product(), { ...c, bias: floats(n, 6) });
      }
    },
  );

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])("%i rows equal the reference", async (rows) => {
    const c = operands(rows, 13, 37);
    await expectInt32(product(), c);
    await expectScaled(product(), c);
  });

  // Rows and channels alternate between all +1 and all −1, so that each of a pair of rows meets the other's extremes.
  test.each([251, 252, 253, 504, 505, 757, 991, 993, 3968, 3969, 31 * 128 * 3 + 1])(
    "all of %i signs equal or opposite give ±K: no counter overflows",
    async (k) => {
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
      expect(await product().int32(c)).toEqual(expected);
      expect(await product().int32({ ...c, rows: 1, a: c.a.slice(0, k) })).toEqual(
        expected.slice(0, outFeatures),
      );
    },
  );

  test("more rows than one block of look-ups, several panels of columns, a part of a panel left", async () => {
    for (const [rows, n, k] of [
      [131, 81, 37],
      [23, 150, 2049],
      [4, 49, 515],
    ]) {
      const c = operands(rows, n, k);
      await expectInt32(product(), c);
    }
  });

  test.each([1, 2, 3, 5, 15, 16, 17, 31, 33, 63, 64, 65, 81, 127, 128, 129, 145])(
    "PReLU of %i columns equals the reference",
    async (n) => {
      for (const rows of [1, 3, 5]) {
        const c = operands(rows, n, 37);
        const rowScales = c.rowScales.map((scale) => 20 * scale);
        await expectScaled(product(), {
          ...{ ...c, rowScales, bias: floats(n, 6), slopes: floats(n, 7) },
        });
      }
    },
  );

  test("bias and ReLU: 3·(2·0.5) − 4 = −1 becomes 0, 3·(2·0.5) + 1 = 4 stays", async () => {
    const c: BgemmCase = {
      a: Int8Array.of(1, 1, 1),
      weights: Int8Array.of(1, 1, 1, 1, 1, 1),
      ...{ rows: 1, outFeatures: 2, inFeatures: 3, relu: true },
      rowScales: Float32Array.of(2),
      columnScales: Float32Array.of(0.5, 0.5),
      bias: Float32Array.of(-4, 1),
    };
    expect(await product().scaled(c)).toEqual(Float32Array.of(0, 4));
  });

  test("a row alone gives the bits it gives among others", async () => {
    const c = { ...operands(7, 19, 65), bias: floats(19, 7) };
    const all = await product().scaled(c);
    for (let m = 0; m < c.rows; m++) {
      const alone = await product().scaled({
        ...c,
        rows: 1,
        a: c.a.slice(m * 65, (m + 1) * 65),
        rowScales: c.rowScales.slice(m, m + 1),
      });
      expectSameBits(alone, all.slice(m * 19, (m + 1) * 19));
    }
  });
}

/** What only products in an arena promise. */
export function bgemmInArenaContract(product: () => BgemmProduct): void {
  test("no rows give nothing", async () => {
    await expectInt32(product(), operands(0, 13, 37));
    await expectScaled(product(), operands(0, 13, 37));
  });

  test("a NaN row scale makes its row NaN and no other", async () => {
    const c = {
      ...operands(5, 6, 33),
      rowScales: Float32Array.of(1, 1, Number.NaN, 1, 1),
      relu: true,
    };
    const nan = Array.from(await product().scaled(c), Number.isNaN);
    expect(nan).toEqual(Array.from(nan, (_, i) => Math.floor(i / 6) === 2));
  });
}
