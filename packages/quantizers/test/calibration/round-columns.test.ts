import { describe, expect, test } from "vitest";
import { feedbackFactor, inverseDiagonal } from "../../src/calibration/feedback-factor.ts";
import {
  dampedCorrelation,
  deadInputs,
  hessianOf,
  inputCorrelation,
} from "../../src/calibration/input-correlation.ts";
import { roundBlocks, roundColumns } from "../../src/calibration/round-columns.ts";
import { productError, seededCorrelation, seededMatrix } from "./seeded-matrix.ts";

const two = { size: 2, sums: Float64Array.of(2, 1, 1, 2) };

describe("T19 the factor of GPTQ", () => {
  test("of [[2, 1], [1, 2]]", () => {
    const factor = feedbackFactor(two);
    const expected = [0.816497, -0.408248, 0, Math.SQRT1_2];
    for (const [i, value] of expected.entries()) expect(factor[i]).toBeCloseTo(value, 6);
    expect(inverseDiagonal(factor, 2)[0]).toBeCloseTo(2 / 3, 12);
    expect(inverseDiagonal(factor, 2)[1]).toBeCloseTo(2 / 3, 12);
  });

  test("times its transpose and the correlation is one", () => {
    const { size, sums } = dampedCorrelation(seededCorrelation(9, 4));
    const u = feedbackFactor({ size, sums });
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let k = 0; k < size; k++) {
          for (let m = 0; m < size; m++) {
            sum += u[m * size + i]! * u[m * size + k]! * sums[k * size + j]!;
          }
        }
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 9);
        if (i > j) expect(u[i * size + j]).toBe(0);
      }
    }
  });

  test("a correlation that is none is refused, naming the column", () => {
    expect(() => feedbackFactor({ size: 2, sums: Float64Array.of(1, 2, 2, 1) })).toThrow(
      "feedbackFactor: the correlation must be positive definite, its pivot of column 0 is -3",
    );
  });
});

test("the correlation of rows, of further rows, as a Hessian, and with its diagonal damped", () => {
  const first = inputCorrelation(Float32Array.of(1, 2, 0, 3, 4, 0), 3);
  expect([...first.sums]).toEqual([10, 14, 0, 14, 20, 0, 0, 0, 0]);
  const both = inputCorrelation(Float32Array.of(-1, 1, 0), 3, first);
  expect([...both.sums]).toEqual([11, 13, 0, 13, 21, 0, 0, 0, 0]);
  expect(hessianOf(first, 4).sums[1]).toBe(7);
  expect([...deadInputs(first)]).toEqual([0, 0, 1]);
  // The mean of 10, 20 and the 1 in place of 0 is 31/3.
  const damped = dampedCorrelation(first, 0.3).sums;
  for (const [i, value] of [13.1, 14, 0, 14, 23.1, 0, 0, 0, 4.1].entries()) {
    expect(damped[i]).toBeCloseTo(value, 12);
  }
  expect(() => inputCorrelation(new Float32Array(4), 3)).toThrow("inputCorrelation: x must have 3");
  expect(() => dampedCorrelation(first, -1)).toThrow("damping must be finite and not negative");
});

describe("rounding column by column", () => {
  test("T19 an error of 0.1 of the first weight moves the second by 0.05", () => {
    const seen: number[] = [];
    roundColumns(
      { rows: 1, columns: 2, values: Float64Array.of(0.6, -0.4) },
      feedbackFactor(two),
      () => (value, _, column) => {
        seen.push(value);
        return column === 0 ? 0.5 : value;
      },
    );
    expect(seen[0]).toBe(0.6);
    expect(seen[1]).toBeCloseTo(-0.35, 12);
    expect((0.6 - 0.5) / feedbackFactor(two)[0]!).toBeCloseTo(0.122474, 6);
  });

  const matrix = seededMatrix(5, 40, 2);
  const correlation = seededCorrelation(40, 3);
  const factor = feedbackFactor(dampedCorrelation(correlation));

  test("the size of blocks does not change what comes out", () => {
    const rounding = () => Math.round;
    const whole = roundColumns(matrix, factor, rounding);
    for (const blockSize of [1, 7, 40]) {
      const blocks = roundColumns(matrix, factor, rounding, { blockSize });
      expect([...blocks]).toEqual([...whole]);
    }
  });

  test("products come out nearer than by rounding alone, nearer still than without errors in a block", () => {
    const errorOf = (rounded: ArrayLike<number>): number =>
      productError(matrix, rounded, correlation);
    const plain = errorOf(matrix.values.map(Math.round));
    const fed = errorOf(roundColumns(matrix, factor, () => Math.round));
    expect(fed).toBeLessThan(0.5 * plain);
    const blocks = errorOf(
      roundBlocks(matrix, factor, ({ weights }) => Float64Array.from(weights.values, Math.round), {
        blockSize: 8,
      }),
    );
    expect(blocks).toBeLessThan(plain);
    expect(blocks).toBeGreaterThan(fed);
  });

  test("what is rounded exactly hands nothing on", () => {
    const exact = roundColumns(matrix, factor, () => (value) => value, { blockSize: 9 });
    expect([...exact]).toEqual([...matrix.values]);
  });

  test("a matrix, a factor or a block of another size is refused", () => {
    const wrong = { rows: 5, columns: 40, values: new Float64Array(3) };
    expect(() => roundColumns(wrong, factor, () => Math.round)).toThrow(
      "roundColumns: values must have 200 elements, got 3",
    );
    const nan = { rows: 1, columns: 1, values: Float64Array.of(Number.NaN) };
    expect(() => roundColumns(nan, new Float64Array(1), () => Math.round)).toThrow("NaN");
    expect(() => roundColumns(matrix, new Float64Array(4), () => Math.round)).toThrow(
      "roundColumns: factor must have 1600 elements, got 4",
    );
    expect(() => roundBlocks(matrix, factor, () => new Float64Array(1))).toThrow(
      "roundBlocks: rounded block must have 200 elements, got 1",
    );
  });
});
