import {
  type PackedMatrix,
  packBipolar,
  packMultiBit,
  packTernary,
  packUnipolar,
  unpackBipolar,
  unpackMultiBit,
  unpackTernary,
  unpackUnipolar,
} from "@bnnkit/core";
import { expect, test } from "vitest";
import * as reference from "../src/reference/index.ts";
import { expectSameBits, expectWithin } from "./expect-close.ts";
import {
  boundarySizes,
  codes,
  floats,
  ieeeRounding,
  indices,
  type Rounding,
  signs,
} from "./operands.ts";

/** The values of a packed matrix. */
export function unpack(m: PackedMatrix): ArrayLike<number> {
  switch (m.kind) {
    case "bipolar":
      return unpackBipolar(m);
    case "unipolar":
      return unpackUnipolar(m);
    case "ternary":
      return unpackTernary(m);
    case "multi-bit":
      return unpackMultiBit(m);
  }
}

/** Weights of every kind that products with tables take. */
export function weightsOfEveryKind(rows: number, cols: number): PackedMatrix[] {
  const length = rows * cols;
  const small = (bound: number): number[] => Array.from(indices(length, bound, 3));
  return [
    packBipolar(signs(length, 3), rows, cols),
    packUnipolar(small(2), rows, cols),
    packTernary(
      small(3).map((value) => value - 1),
      rows,
      cols,
    ),
    packMultiBit(small(8), rows, cols, { bits: 3 }),
    packMultiBit(
      small(16).map((value) => value - 8),
      rows,
      cols,
      { bits: 4, signed: true },
    ),
  ];
}

/** int8 activations and packed weights. */
export interface TableCase {
  readonly codes: Int8Array;
  readonly weights: PackedMatrix;
  readonly rows: number;
}

/** What turns their products into floats. */
export interface TableScales {
  readonly rowScales: Float32Array;
  readonly columnScales: Float32Array;
  readonly bias?: Float32Array;
  readonly relu?: boolean;
}

/** An implementation of products of int8 and packed weights. */
export interface TableProduct {
  /** {@link ieeeRounding} unless told */
  readonly rounding?: Rounding;
  int32(c: TableCase): Int32Array | Promise<Int32Array>;
  scaled(c: TableCase, s: TableScales): Float32Array | Promise<Float32Array>;
}

function operands(rows: number, outFeatures: number, inFeatures: number): TableCase {
  const weights = packBipolar(signs(outFeatures * inFeatures, 3), outFeatures, inFeatures);
  return { codes: codes(rows * inFeatures, 2), weights, rows };
}

function referenceOf({ codes, weights, rows }: TableCase): reference.TableGemmReference {
  const { rows: outFeatures, cols: inFeatures } = weights;
  return { codes, weights: unpack(weights), rows, outFeatures, inFeatures };
}

function scales(c: TableCase): TableScales {
  return { rowScales: floats(c.rows, 4).map(Math.abs), columnScales: floats(c.weights.rows, 5) };
}

/** Conversion, scale, product and bias are rounded once each. */
async function expectScaled(
  product: TableProduct,
  c: TableCase,
  s: TableScales = scales(c),
): Promise<void> {
  const operands = referenceOf(c);
  const dots = reference.tableGemmInt32(operands);
  const { unit, smallest } = product.rounding ?? ieeeRounding;
  const bound = (i: number): number => {
    const [m, n] = [Math.floor(i / c.weights.rows), i % c.weights.rows];
    const term = Math.abs(dots[i] * s.rowScales[m] * s.columnScales[n]);
    return 4 * unit * (term + Math.abs(s.bias?.[n] ?? 0)) + smallest;
  };
  expectWithin(await product.scaled(c, s), reference.tableGemm({ ...operands, ...s }), bound);
}

async function expectExact(product: TableProduct, c: TableCase): Promise<void> {
  expect(await product.int32(c)).toEqual(reference.tableGemmInt32(referenceOf(c)));
}

/** @param weightsOf  weights of each kind that the implementation takes. */
export function tableGemmContract(
  product: () => TableProduct,
  weightsOf: (rows: number, cols: number) => readonly PackedMatrix[] = weightsOfEveryKind,
): void {
  test.each([...boundarySizes, 7, 8, 9, 65, 257])("K = %i equals the reference", async (k) => {
    await expectExact(product(), operands(5, 11, k));
    await expectScaled(product(), operands(5, 11, k));
  });

  test.each([1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 63, 64, 65, 129])(
    "N = %i equals the reference, for weights of every kind",
    async (n) => {
      for (const weights of weightsOf(n, 37)) {
        for (const rows of [1, 2, 5]) {
          const c = { ...operands(rows, n, 37), weights };
          await expectExact(product(), c);
          await expectScaled(product(), c, { ...scales(c), bias: floats(n, 6) });
        }
      }
    },
  );

  test.each([1, 2, 3, 4, 5, 7])("%i rows equal the reference", async (rows) => {
    await expectExact(product(), operands(rows, 19, 35));
    await expectScaled(product(), operands(rows, 19, 35));
  });

  test("extreme codes over many blocks: K·128 and −K·128, no sum of digits overflows", async () => {
    const k = 256 * 32 + 33;
    const weights = packBipolar([...signsOf(k, -1), ...signsOf(k, 1)], 2, k);
    for (const code of [-128, 127]) {
      const rows = { codes: new Int8Array(2 * k).fill(code), weights, rows: 2 };
      const expected = [-code * k, code * k];
      expect(await product().int32(rows)).toEqual(Int32Array.from([...expected, ...expected]));
    }
  });

  test("bias and ReLU: 3·(2·0.5) − 4 = −1 becomes 0, 3·(2·0.5) + 1 = 4 stays", async () => {
    const c = { codes: Int8Array.of(1, 2), weights: packBipolar([1, 1, 1, 1], 2, 2), rows: 1 };
    const s = {
      rowScales: Float32Array.of(2),
      columnScales: Float32Array.of(0.5, 0.5),
      ...{ bias: Float32Array.of(-4, 1), relu: true },
    };
    expect(await product().scaled(c, s)).toEqual(Float32Array.of(0, 4));
  });

  test("a row alone gives the bits it gives among others", async () => {
    const c = operands(5, 19, 65);
    const s = { ...scales(c), bias: floats(19, 7) };
    const all = await product().scaled(c, s);
    for (let m = 0; m < c.rows; m++) {
      const alone = await product().scaled(
        { ...c, rows: 1, codes: c.codes.slice(m * 65, (m + 1) * 65) },
        { ...s, rowScales: s.rowScales.slice(m, m + 1) },
      );
      expectSameBits(alone, all.slice(m * 19, (m + 1) * 19));
    }
  });
}

/** What only products in an arena promise. */
export function tableGemmInArenaContract(product: () => TableProduct): void {
  test("no rows give nothing", async () => {
    await expectExact(product(), operands(0, 19, 35));
    await expectScaled(product(), operands(0, 19, 35));
  });
}

function signsOf(length: number, sign: number): number[] {
  return new Array<number>(length).fill(sign);
}
