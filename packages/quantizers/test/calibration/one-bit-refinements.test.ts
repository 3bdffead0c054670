import { describe, expect, test } from "vitest";
import { alternatingBinarization } from "../../src/calibration/alternating-binarization.ts";
import { biLlm } from "../../src/calibration/bi-llm.ts";
import {
  alternatingBits,
  biLlmBits,
  binaryFactorBits,
  rowColumnBits,
} from "../../src/calibration/bits-per-weight.ts";
import { calibratedBinarization } from "../../src/calibration/calibrated-scales.ts";
import { feedbackFactor } from "../../src/calibration/feedback-factor.ts";
import { residualBinarization } from "../../src/calibration/group-binarization.ts";
import { dampedCorrelation } from "../../src/calibration/input-correlation.ts";
import { magnitudeSplit } from "../../src/calibration/magnitude-split.ts";
import { roundBlocks } from "../../src/calibration/round-columns.ts";
import { rowColumnBinarization } from "../../src/calibration/row-column-scales.ts";
import { salientColumns } from "../../src/calibration/salient-columns.ts";
import { squaredError } from "../../src/calibration/weight-matrix.ts";
import { productError, seededCorrelation, seededMatrix } from "./seeded-matrix.ts";

const matrix = seededMatrix(8, 64, 11);
const all = new Uint8Array(8 * 64).fill(1);
const correlation = seededCorrelation(64, 12);

/** Whether no number is greater than the one before it, but for rounding. */
function neverRises(errors: readonly number[]): boolean {
  return errors.every((error, i) => i === 0 || error <= errors[i - 1]! * (1 + 1e-12));
}

describe("residual binarization", () => {
  test("of four numbers, twice", () => {
    const row = { rows: 1, columns: 4, values: Float64Array.of(4, 2, -1, -1) };
    const marked = new Uint8Array(4).fill(1);
    // The mean 1 ± 2; what is left, 1, −1, 0 and 0, is 0 ± ½.
    expect([...residualBinarization(row, marked, 1)]).toEqual([3, 3, -1, -1]);
    expect([...residualBinarization(row, marked, 2)]).toEqual([3.5, 2.5, -0.5, -0.5]);
  });

  test("leaves less each time, and 0 outside of its mask", () => {
    const errors = [1, 2, 3, 4].map((order) =>
      squaredError(matrix.values, residualBinarization(matrix, all, order)),
    );
    expect(neverRises(errors)).toBe(true);
    const none = residualBinarization(matrix, new Uint8Array(all.length), 2);
    expect(none.every((value) => value === 0)).toBe(true);
  });
});

describe("BiLLM", () => {
  test("the column that stands out is salient", () => {
    const values = Float64Array.from(matrix.values, (w, i) => (i % 64 === 5 ? 20 * w : w));
    const chosen = salientColumns({ ...matrix, values }, values);
    expect(chosen[5]).toBe(1);
    expect(chosen.reduce((sum, is) => sum + is, 0)).toBeLessThanOrEqual(49);
  });

  test("numbers of two magnitudes are split between them without an error", () => {
    const values = Float64Array.of(1, -1, 8, -8, 1, -8, 8, -1, 1, -1);
    const row = { rows: 1, columns: 10, values };
    const split = magnitudeSplit(row, new Uint8Array(10).fill(1));
    expect(split.threshold).toBe(1);
    expect(split.error).toBeCloseTo(0, 12);
    expect([...split.isAbove]).toEqual([0, 0, 1, 1, 0, 1, 1, 0, 0, 0]);
  });

  test("splitting is never worse than one part, and nothing is fine", () => {
    const whole = squaredError(matrix.values, residualBinarization(matrix, all, 1));
    expect(magnitudeSplit(matrix, all).error).toBeLessThan(whole);
    expect(magnitudeSplit(matrix, new Uint8Array(all.length)).error).toBe(0);
  });

  test("comes nearer than one sign and scale, with errors handed on to later blocks or in a block, too", () => {
    const errorOf = (values: ArrayLike<number>): number =>
      productError(matrix, values, correlation);
    const plain = errorOf(residualBinarization(matrix, all, 1));
    const coded = biLlm(matrix, { correlation, blockSize: 16 });
    expect(errorOf(coded.values)).toBeLessThan(plain);
    const columns = biLlm(matrix, { correlation, blockSize: 16, handOn: "columns" });
    expect(errorOf(columns.values)).toBeLessThan(plain);
    for (let i = 0; i < all.length; i++) {
      if (coded.salientColumns[i % 64] === 1) expect(coded.isAbove[i]).toBe(0);
    }
    const bySaliency = biLlm(matrix, { correlation, blockSize: 16, splitBy: "saliency" });
    expect(bySaliency.values.every(Number.isFinite)).toBe(true);
  });
});

describe("ARB-LLM", () => {
  test.each([1, 2] as const)(
    "order %d: the error never rises, below residual binarization",
    (order) => {
      const { errors, values, means, scales, signs } = alternatingBinarization(matrix, { order });
      expect(errors.length).toBe(16);
      expect(neverRises(errors)).toBe(true);
      const residual = squaredError(matrix.values, residualBinarization(matrix, all, order));
      if (order === 1) expect(errors[0]).toBeCloseTo(residual, 9);
      expect(errors.at(-1)).toBeLessThan(residual);
      expect(squaredError(matrix.values, values)).toBeCloseTo(errors.at(-1)!, 9);
      const sum = scales.reduce(
        (total, scale, k) => total + scale[3]! * signs[k]![3 * 64 + 5]!,
        means[3]!,
      );
      expect(values[3 * 64 + 5]).toBeCloseTo(sum, 12);
    },
  );

  test("two bits of four equal steps are found exactly", () => {
    const row = { rows: 1, columns: 4, values: Float64Array.of(-2, 0, 2, 4) };
    expect(alternatingBinarization(row, { order: 2 }).errors.at(-1)).toBeCloseTo(0, 12);
  });

  test("a scale of each column too: the error never rises, and rank one is exact", () => {
    const { errors, values } = rowColumnBinarization(matrix);
    expect(neverRises(errors)).toBe(true);
    expect(errors.at(-1)).toBeLessThan(errors[0]!);
    expect(squaredError(matrix.values, values)).toBeCloseTo(errors.at(-1)!, 9);
    const outer = { rows: 2, columns: 3, values: Float64Array.of(1, -2, 3, -2, 4, 6) };
    expect(rowColumnBinarization(outer).errors.at(-1)).toBeCloseTo(0, 12);
    const zeros = { rows: 2, columns: 3, values: new Float64Array(6) };
    expect([...rowColumnBinarization(zeros).values]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("fitted to products, their error never rises and is what it says", () => {
    const { errors, values } = calibratedBinarization(matrix, correlation);
    expect(neverRises(errors)).toBe(true);
    expect(errors.at(-1)).toBeLessThan(errors[0]!);
    const found = productError(matrix, values, correlation);
    expect(Math.abs(found / errors.at(-1)! - 1)).toBeLessThan(1e-9);
  });

  test("block by block with feedback is nearer than without", () => {
    const factor = feedbackFactor(dampedCorrelation(correlation));
    const fed = roundBlocks(
      matrix,
      factor,
      ({ weights }) => alternatingBinarization(weights).values,
      {
        blockSize: 16,
      },
    );
    const alone = alternatingBinarization(matrix).values;
    expect(productError(matrix, fed, correlation)).toBeLessThan(
      productError(matrix, alone, correlation),
    );
  });

  test("a matrix that is none and another order are refused", () => {
    expect(() => alternatingBinarization({ ...matrix, rows: 3 })).toThrow(
      "alternatingBinarization: values must have 192 elements, got 512",
    );
    expect(() => alternatingBinarization(matrix, JSON.parse('{"order":3}'))).toThrow(
      "alternatingBinarization: order must be an integer in 1 … 2, got 3",
    );
  });
});

test("bits of a weight, with means, scales, masks and the choice of columns", () => {
  const size = { rows: 4, columns: 256 };
  // 2 bits each, 256 for the columns, 8 numbers of 16 bits for 4 rows and 2 blocks: 2048 + 256 + 1024 of 1024.
  expect(biLlmBits({ ...size, salientColumns: 10 })).toBe(3.25);
  // A sign each, mean and scale of 4 rows: 1024 + 128.
  expect(alternatingBits(size)).toBe(1.125);
  expect(alternatingBits({ ...size, order: 2, blockSize: 128 })).toBe(2 + (3 * 16 * 4 * 2) / 1024);
  expect(rowColumnBits(size)).toBe(1 + (16 * 260) / 1024);
  // 8 components of 48 + 64 signs, and 48 + 64 + 8 scales.
  const factors = { rows: 48, columns: 64, rank: 8 };
  expect(binaryFactorBits({ ...factors, scaleBits: 0 })).toBeCloseTo(0.2917, 4);
  expect(binaryFactorBits(factors)).toBe((8 * 112 + 16 * 120) / 3072);
});
