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
  dotAffine,
  dotBipolar,
  dotBipolarMultiBit,
  dotBipolarReal,
  dotBipolarUnipolar,
  dotMultiBit,
  dotTernary,
  dotTernaryBipolar,
  dotTernaryMultiBit,
  dotTernaryReal,
  dotTernaryUnipolar,
  dotUnipolar,
  dotUnipolarMultiBit,
  dotUnipolarReal,
  type MultiBitMatrix,
  packBipolar,
  packMultiBit,
  packTernary,
  packUnipolar,
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
  dot: (rowA: number, rowB: number) => number,
): void {
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j++) expect(dot(i, j)).toBe(denseDot(a, i, b, j));
  }
}

describe("every identity equals the sum of products", () => {
  property.prop([denseMatrixPair(bipolarValue(), bipolarValue())])("±1 · ±1", (pair) => {
    const [a, b] = [bipolar(pair[0]), bipolar(pair[1])];
    expectDefinition(pair, (i, j) => dotBipolar(a, i, b, j));
  });
  property.prop([denseMatrixPair(bipolarValue(), unipolarValue())])("±1 · {0,1}", (pair) => {
    const [a, b] = [bipolar(pair[0]), unipolar(pair[1])];
    expectDefinition(pair, (i, j) => dotBipolarUnipolar(a, i, b, j));
  });
  property.prop([denseMatrixPair(unipolarValue(), unipolarValue())])("{0,1} · {0,1}", (pair) => {
    const [a, b] = [unipolar(pair[0]), unipolar(pair[1])];
    expectDefinition(pair, (i, j) => dotUnipolar(a, i, b, j));
  });
  property.prop([denseMatrixPair(ternaryValue(), ternaryValue())])("ternary · ternary", (pair) => {
    const [a, b] = [ternary(pair[0]), ternary(pair[1])];
    expectDefinition(pair, (i, j) => dotTernary(a, i, b, j));
  });
  property.prop([denseMatrixPair(ternaryValue(), bipolarValue())])("ternary · ±1", (pair) => {
    const [a, b] = [ternary(pair[0]), bipolar(pair[1])];
    expectDefinition(pair, (i, j) => dotTernaryBipolar(a, i, b, j));
  });
  property.prop([denseMatrixPair(ternaryValue(), unipolarValue())])("ternary · {0,1}", (pair) => {
    const [a, b] = [ternary(pair[0]), unipolar(pair[1])];
    expectDefinition(pair, (i, j) => dotTernaryUnipolar(a, i, b, j));
  });
  property.prop([denseMatrixPair(bipolarValue(), fiveBitValue())])("±1 · 5 bits", (pair) => {
    const [a, b] = [bipolar(pair[0]), fiveBits(pair[1])];
    expectDefinition(pair, (i, j) => dotBipolarMultiBit(a, i, b, j));
  });
  property.prop([denseMatrixPair(bipolarValue(), sevenSignedBitValue())])(
    "±1 · 7 signed bits",
    (pair) => {
      const [a, b] = [bipolar(pair[0]), sevenSignedBits(pair[1])];
      expectDefinition(pair, (i, j) => dotBipolarMultiBit(a, i, b, j));
    },
  );
  property.prop([denseMatrixPair(unipolarValue(), sevenSignedBitValue())])(
    "{0,1} · 7 signed bits",
    (pair) => {
      const [a, b] = [unipolar(pair[0]), sevenSignedBits(pair[1])];
      expectDefinition(pair, (i, j) => dotUnipolarMultiBit(a, i, b, j));
    },
  );
  property.prop([denseMatrixPair(ternaryValue(), sevenSignedBitValue())])(
    "ternary · 7 signed bits",
    (pair) => {
      const [a, b] = [ternary(pair[0]), sevenSignedBits(pair[1])];
      expectDefinition(pair, (i, j) => dotTernaryMultiBit(a, i, b, j));
    },
  );
  property.prop([denseMatrixPair(fiveBitValue(), sevenSignedBitValue())])(
    "5 bits · 7 signed bits",
    (pair) => {
      const [a, b] = [fiveBits(pair[0]), sevenSignedBits(pair[1])];
      expectDefinition(pair, (i, j) => dotMultiBit(a, i, b, j));
    },
  );

  const rowOf = (x: DenseMatrix, row: number): readonly number[] =>
    x.values.slice(row * x.cols, (row + 1) * x.cols);
  property.prop([denseMatrixPair(bipolarValue(), exactReal())])("±1 · real", (pair) => {
    const a = bipolar(pair[0]);
    expectDefinition(pair, (i, j) => dotBipolarReal(a, i, rowOf(pair[1], j)));
  });
  property.prop([denseMatrixPair(unipolarValue(), exactReal())])("{0,1} · real", (pair) => {
    const a = unipolar(pair[0]);
    expectDefinition(pair, (i, j) => dotUnipolarReal(a, i, rowOf(pair[1], j)));
  });
  property.prop([denseMatrixPair(ternaryValue(), exactReal())])("ternary · real", (pair) => {
    const a = ternary(pair[0]);
    expectDefinition(pair, (i, j) => dotTernaryReal(a, i, rowOf(pair[1], j)));
  });

  property.prop([
    denseMatrixPair(bipolarValue(), bipolarValue()),
    exactReal(),
    exactReal(),
    exactReal(),
    exactReal(),
  ])("affine · affine", ([a, b], positiveA, negativeA, positiveB, negativeB) => {
    const codeA = { positive: positiveA, negative: negativeA };
    const codeB = { positive: positiveB, negative: negativeB };
    const decode = (m: DenseMatrix, code: typeof codeA): DenseMatrix => ({
      ...m,
      values: m.values.map((s) => (s < 0 ? code.negative : code.positive)),
    });
    expectDefinition([decode(a, codeA), decode(b, codeB)], (i, j) =>
      dotAffine(bipolar(a), i, codeA, bipolar(b), j, codeB),
    );
  });
  test("affine · affine is +0 where every term is −0", () => {
    // centres −1/16 and 0, deviations −1/16 and 1/4, all signs +1 but one: 2·(−1/16)·0 = −0, and so on.
    const a = packBipolar([1, 1], 1, 2);
    const b = packBipolar([1, -1], 1, 2);
    const codeA = { positive: -1 / 8, negative: 0 };
    expect(dotAffine(a, 0, codeA, b, 0, { positive: 1 / 4, negative: -1 / 4 })).toBe(0);
  });
});

describe("algebra of ±1 · ±1", () => {
  property.prop([denseMatrixPair(bipolarValue(), bipolarValue())])("symmetric", ([a, b]) => {
    expect(dotBipolar(bipolar(a), 0, bipolar(b), 0)).toBe(dotBipolar(bipolar(b), 0, bipolar(a), 0));
  });
  property.prop([denseMatrixPair(bipolarValue(), bipolarValue())])(
    "odd in each operand",
    ([a, b]) => {
      const negated = packBipolar(
        a.values.map((value) => -value),
        a.rows,
        a.cols,
      );
      expect(dotBipolar(negated, 0, bipolar(b), 0)).toBe(
        -dotBipolar(bipolar(a), 0, bipolar(b), 0) + 0,
      );
    },
  );
  property.prop([denseMatrix(bipolarValue())])("a · a = K", (a) => {
    expect(dotBipolar(bipolar(a), 0, bipolar(a), 0)).toBe(a.cols);
  });
  property.prop([denseMatrixPair(bipolarValue(), bipolarValue())])("parity of K", ([a, b]) => {
    expect(Math.abs(dotBipolar(bipolar(a), 0, bipolar(b), 0)) % 2).toBe(a.cols % 2);
  });
});

describe("arguments", () => {
  const a = packBipolar([1, -1, 1, -1, 1, -1], 2, 3);
  const b = packBipolar([1, -1, 1, -1, 1], 1, 5);

  test("unequal columns are refused", () => {
    expect(() => dotBipolar(a, 0, b, 0)).toThrow(
      new RangeError("dotBipolar: a.cols (3) must equal b.cols (5)"),
    );
  });

  test("an affine product names itself", () => {
    const code = { positive: 1, negative: -1 };
    expect(() => dotAffine(a, 0, code, b, 0, code)).toThrow(
      new RangeError("dotAffine: a.cols (3) must equal b.cols (5)"),
    );
  });

  test.each([-1, 2, 0.5, Number.NaN])("row %d of 2 is refused", (row) => {
    expect(() => dotBipolar(a, 0, a, row)).toThrow(
      new RangeError(`dotBipolar: rowB must be an integer in 0 … b.rows − 1 = 1, got ${row}`),
    );
    expect(() => dotBipolarReal(a, row, [1, 2, 3])).toThrow(RangeError);
  });

  test("a vector of another length is refused", () => {
    expect(() => dotBipolarReal(a, 0, [1, 2])).toThrow(
      new RangeError("dotBipolarReal: x must have 3 elements, got 2"),
    );
  });

  test("16 bits · 16 bits at the extremes is exact", () => {
    const k = 129;
    const lowest = packMultiBit(new Int32Array(k).fill(-(2 ** 15)), 1, k, {
      bits: 16,
      signed: true,
    });
    const highest = packMultiBit(new Int32Array(k).fill(2 ** 16 - 1), 1, k, { bits: 16 });
    expect(dotMultiBit(lowest, 0, highest, 0)).toBe(-(2 ** 15) * (2 ** 16 - 1) * k);
  });
});
