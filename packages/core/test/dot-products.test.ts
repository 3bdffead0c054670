import {
  bipolarValue,
  type DenseMatrix,
  denseDot,
  denseMatrix,
  denseMatrixPair,
  exactReal,
  multiBitValue,
  ternaryValue,
  unipolarValue,
} from "@bnnkit/testing";
import { test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  type BipolarMatrix,
  dot,
  dotReal,
  type MultiBitMatrix,
  packBipolar,
  packMultiBit,
  packTernary,
  packUnipolar,
  planeCodeOf,
  type TernaryMatrix,
  type UnipolarMatrix,
} from "../src/index.ts";

const bipolar = ({ values, rows, cols }: DenseMatrix): BipolarMatrix =>
  packBipolar(values, rows, cols);
const unipolar = ({ values, rows, cols }: DenseMatrix): UnipolarMatrix =>
  packUnipolar(values, rows, cols);
const ternary = ({ values, rows, cols }: DenseMatrix): TernaryMatrix =>
  packTernary(values, rows, cols);
const fiveBits = ({ values, rows, cols }: DenseMatrix): MultiBitMatrix =>
  packMultiBit(values, rows, cols, { bits: 5 });
const sevenSignedBits = ({ values, rows, cols }: DenseMatrix): MultiBitMatrix =>
  packMultiBit(values, rows, cols, { bits: 7, signed: true });

const fiveBitValue = () => multiBitValue(5, false);
const sevenSignedBitValue = () => multiBitValue(7, true);

/** Asserts dot(a, i, b, j) = Σ_k a[i,k]·b[j,k] for every pair of rows. */
function expectDefinition(
  [a, b]: readonly [DenseMatrix, DenseMatrix],
  product: (rowA: number, rowB: number) => number,
): void {
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j++) expect(product(i, j)).toBe(denseDot(a, i, b, j));
  }
}

describe("every identity equals the sum of products", () => {
  property.prop([denseMatrixPair(bipolarValue(), bipolarValue())])("±1 · ±1", (pair) => {
    const [a, b] = [bipolar(pair[0]), bipolar(pair[1])];
    expectDefinition(pair, (i, j) => dot(a, i, b, j));
  });
  property.prop([denseMatrixPair(bipolarValue(), unipolarValue())])("±1 · {0,1}", (pair) => {
    const [a, b] = [bipolar(pair[0]), unipolar(pair[1])];
    expectDefinition(pair, (i, j) => dot(a, i, b, j));
  });
  property.prop([denseMatrixPair(unipolarValue(), unipolarValue())])("{0,1} · {0,1}", (pair) => {
    const [a, b] = [unipolar(pair[0]), unipolar(pair[1])];
    expectDefinition(pair, (i, j) => dot(a, i, b, j));
  });
  property.prop([denseMatrixPair(ternaryValue(), ternaryValue())])("ternary · ternary", (pair) => {
    const [a, b] = [ternary(pair[0]), ternary(pair[1])];
    expectDefinition(pair, (i, j) => dot(a, i, b, j));
  });
  property.prop([denseMatrixPair(ternaryValue(), bipolarValue())])("ternary · ±1", (pair) => {
    const [a, b] = [ternary(pair[0]), bipolar(pair[1])];
    expectDefinition(pair, (i, j) => dot(a, i, b, j));
  });
  property.prop([denseMatrixPair(ternaryValue(), unipolarValue())])("ternary · {0,1}", (pair) => {
    const [a, b] = [ternary(pair[0]), unipolar(pair[1])];
    expectDefinition(pair, (i, j) => dot(a, i, b, j));
  });
  property.prop([denseMatrixPair(bipolarValue(), fiveBitValue())])("±1 · 5 bits", (pair) => {
    const [a, b] = [bipolar(pair[0]), fiveBits(pair[1])];
    expectDefinition(pair, (i, j) => dot(a, i, b, j));
  });
  property.prop([denseMatrixPair(bipolarValue(), sevenSignedBitValue())])(
    "±1 · 7 signed bits",
    (pair) => {
      const [a, b] = [bipolar(pair[0]), sevenSignedBits(pair[1])];
      expectDefinition(pair, (i, j) => dot(a, i, b, j));
    },
  );
  property.prop([denseMatrixPair(unipolarValue(), sevenSignedBitValue())])(
    "{0,1} · 7 signed bits",
    (pair) => {
      const [a, b] = [unipolar(pair[0]), sevenSignedBits(pair[1])];
      expectDefinition(pair, (i, j) => dot(a, i, b, j));
    },
  );
  property.prop([denseMatrixPair(ternaryValue(), sevenSignedBitValue())])(
    "ternary · 7 signed bits",
    (pair) => {
      const [a, b] = [ternary(pair[0]), sevenSignedBits(pair[1])];
      expectDefinition(pair, (i, j) => dot(a, i, b, j));
    },
  );
  property.prop([denseMatrixPair(fiveBitValue(), sevenSignedBitValue())])(
    "5 bits · 7 signed bits",
    (pair) => {
      const [a, b] = [fiveBits(pair[0]), sevenSignedBits(pair[1])];
      expectDefinition(pair, (i, j) => dot(a, i, b, j));
    },
  );

  const rowOf = (x: DenseMatrix, row: number): readonly number[] =>
    x.values.slice(row * x.cols, (row + 1) * x.cols);
  property.prop([denseMatrixPair(bipolarValue(), exactReal())])("±1 · real", (pair) => {
    const a = bipolar(pair[0]);
    expectDefinition(pair, (i, j) => dotReal(a, i, rowOf(pair[1], j)));
  });
  property.prop([denseMatrixPair(unipolarValue(), exactReal())])("{0,1} · real", (pair) => {
    const a = unipolar(pair[0]);
    expectDefinition(pair, (i, j) => dotReal(a, i, rowOf(pair[1], j)));
  });
  property.prop([denseMatrixPair(ternaryValue(), exactReal())])("ternary · real", (pair) => {
    const a = ternary(pair[0]);
    expectDefinition(pair, (i, j) => dotReal(a, i, rowOf(pair[1], j)));
  });

  property.prop([
    denseMatrixPair(bipolarValue(), bipolarValue()),
    exactReal(),
    exactReal(),
    exactReal(),
    exactReal(),
  ])("any two reals each", ([a, b], scaleA, offsetA, scaleB, offsetB) => {
    const decode = (m: DenseMatrix, scale: number, offset: number): DenseMatrix => ({
      ...m,
      values: m.values.map((s) => offset + scale * s),
    });
    const codes = {
      a: planeCodeOf([{ digit: "bipolar", scale: scaleA, offset: offsetA }]),
      b: planeCodeOf([{ digit: "bipolar", scale: scaleB, offset: offsetB }]),
    };
    expectDefinition([decode(a, scaleA, offsetA), decode(b, scaleB, offsetB)], (i, j) =>
      dot(bipolar(a), i, bipolar(b), j, codes),
    );
  });
  test("a sum of which every term is −0 is +0", () => {
    const a = packBipolar([1, 1], 1, 2);
    const codes = { a: { offset: -0, weights: [1] }, b: { offset: 0, weights: [-0] } };
    expect(dot(a, 0, packBipolar([1, -1], 1, 2), 0, codes)).toBe(0);
  });
});

describe("algebra of ±1 · ±1", () => {
  property.prop([denseMatrixPair(bipolarValue(), bipolarValue())])("symmetric", ([a, b]) => {
    expect(dot(bipolar(a), 0, bipolar(b), 0)).toBe(dot(bipolar(b), 0, bipolar(a), 0));
  });
  property.prop([denseMatrixPair(bipolarValue(), bipolarValue())])(
    "odd in each operand",
    ([a, b]) => {
      const negated = packBipolar(
        a.values.map((value) => -value),
        a.rows,
        a.cols,
      );
      expect(dot(negated, 0, bipolar(b), 0)).toBe(-dot(bipolar(a), 0, bipolar(b), 0) + 0);
    },
  );
  property.prop([denseMatrix(bipolarValue())])("a · a = K", (a) => {
    expect(dot(bipolar(a), 0, bipolar(a), 0)).toBe(a.cols);
  });
  property.prop([denseMatrixPair(bipolarValue(), bipolarValue())])("parity of K", ([a, b]) => {
    expect(Math.abs(dot(bipolar(a), 0, bipolar(b), 0)) % 2).toBe(a.cols % 2);
  });
});

describe("arguments", () => {
  const a = packBipolar([1, -1, 1, -1, 1, -1], 2, 3);
  const b = packBipolar([1, -1, 1, -1, 1], 1, 5);

  test("unequal columns are refused", () => {
    expect(() => dot(a, 0, b, 0)).toThrow(new RangeError("dot: a.cols (3) must equal b.cols (5)"));
  });

  test("a code of another number of planes is refused", () => {
    expect(() => dot(a, 0, a, 0, { b: { offset: 0, weights: [1, 2] } })).toThrow(
      new RangeError("dot: codes.b.weights.length (2) must equal planes (1)"),
    );
  });

  test.each([-1, 2, 0.5, Number.NaN])("row %d of 2 is refused", (row) => {
    expect(() => dot(a, 0, a, row)).toThrow(
      new RangeError(`dot: rowB must be an integer in 0 … b.rows − 1 = 1, got ${row}`),
    );
    expect(() => dotReal(a, row, [1, 2, 3])).toThrow(RangeError);
  });

  test("a vector of another length is refused", () => {
    expect(() => dotReal(a, 0, [1, 2])).toThrow(
      new RangeError("dotReal: x must have 3 elements, got 2"),
    );
  });

  test("16 bits · 16 bits at the extremes is exact", () => {
    const k = 129;
    const lowest = packMultiBit(new Int32Array(k).fill(-(2 ** 15)), 1, k, {
      bits: 16,
      signed: true,
    });
    const highest = packMultiBit(new Int32Array(k).fill(2 ** 16 - 1), 1, k, { bits: 16 });
    expect(dot(lowest, 0, highest, 0)).toBe(-(2 ** 15) * (2 ** 16 - 1) * k);
  });
});
