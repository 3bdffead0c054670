import { describe, expect, test } from "vitest";
import { binaryFactors } from "../../src/calibration/binary-factors.ts";
import { squaredError } from "../../src/calibration/weight-matrix.ts";
import { seededMatrix } from "./seeded-matrix.ts";

const matrix = seededMatrix(48, 64, 0);
const share = (values: Float64Array, target: ArrayLike<number>): number =>
  squaredError(target, values) / squaredError(target, new Float64Array(target.length));

describe("two one-bit factors", () => {
  test.each([
    [8, 0.713],
    [16, 0.516],
    [27, 0.328],
  ])("of rank %d leave about %f of the squares of a normal matrix", (rank, expected) => {
    const left = share(binaryFactors(matrix, { rank }).values, matrix.values);
    expect(left).toBeLessThan(expected);
    expect(left).toBeGreaterThan(expected - 0.025);
  });

  test("a matrix of rank one is found with one component, but for the ridge", () => {
    const target = Float64Array.from(
      { length: 48 * 64 },
      (_, i) => matrix.values[i % 64]! * matrix.values[100 + Math.floor(i / 64)]!,
    );
    const { values } = binaryFactors({ rows: 48, columns: 64, values: target }, { rank: 1 });
    expect(share(values, target)).toBeCloseTo(8.5e-4, 4);
  });

  test("stand for post·left·mid·right·pre", () => {
    const [rows, columns, rank] = [5, 7, 3];
    const { left, mid, right, post, pre, values } = binaryFactors(seededMatrix(rows, columns, 1), {
      rank,
      iterations: 20,
    });
    expect([...left, ...right].every((sign) => sign === 1 || sign === -1)).toBe(true);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < rank; k++) {
          sum += left[row * rank + k]! * mid[k]! * right[k * columns + column]!;
        }
        expect(values[row * columns + column]).toBeCloseTo(post[row]! * sum * pre[column]!, 12);
      }
    }
  });

  test("come nearer where inputs and outputs count more", () => {
    const inputWeights = Array.from({ length: 64 }, (_, i) => (i < 8 ? 100 : 1));
    const outputWeights = new Array<number>(48).fill(4);
    const options = { rank: 8, iterations: 100 };
    const errorOf = (values: Float64Array): number =>
      values.reduce((sum, q, i) => sum + (i % 64 < 8 ? (q - matrix.values[i]!) ** 2 : 0), 0);
    const plain = errorOf(binaryFactors(matrix, options).values);
    const weighted = binaryFactors(matrix, { ...options, inputWeights, outputWeights });
    expect(errorOf(weighted.values)).toBeLessThan(0.5 * plain);
  });

  test("a matrix of zeros stays finite, and what is wrong is refused", () => {
    const zeros = { rows: 2, columns: 3, values: new Float32Array(6) };
    expect([...binaryFactors(zeros, { rank: 1 }).values].every((value) => value === 0)).toBe(true);
    expect(() => binaryFactors(zeros, { rank: 0 })).toThrow("binaryFactors: rank must be");
    expect(() => binaryFactors(zeros, { rank: 1, inputWeights: [1, 0, 1] })).toThrow(
      "binaryFactors: inputWeights[1] must be positive and finite, got 0",
    );
    expect(() => binaryFactors(zeros, { rank: 1, outputWeights: [1] })).toThrow("outputWeights");
  });
});
