import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { noise } from "./run-kernel.ts";

/** Every implementation of the matrix product gives op(a)·op(b) at boundary shapes. */
export function matMulContract(): void {
  const sizes: [number, number, number, number][] = [
    [1, 1, 1, 1],
    [1, 3, 5, 7],
    [1, 4, 8, 8],
    [2, 5, 31, 9],
    [3, 33, 127, 17],
    [1, 2, 257, 33],
    [1, 7, 513, 3],
    [1, 6, 3, 521],
    [5, 32, 32, 32],
  ];
  describe.each(sizes)("%i × [%i, %i]·[%i]", (batch, rows, inner, columns) => {
    test.each([
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ])("transposed %s, %s", (transposeA, transposeB) => {
      // small integers: every sum is exact in float32
      const integers = (count: number, seed: number): Float32Array =>
        noise(count, seed).map((value) => Math.round(value * 8));
      const a = integers(batch * rows * inner, 1);
      const b = integers(batch * inner * columns, 2);
      const product = tf.matMul(
        tf.tensor(a, [batch, ...(transposeA ? [inner, rows] : [rows, inner])]),
        tf.tensor(b, [batch, ...(transposeB ? [columns, inner] : [inner, columns])]),
        transposeA,
        transposeB,
      );
      const expected = new Float32Array(batch * rows * columns);
      for (let p = 0; p < batch; p++) {
        for (let m = 0; m < rows; m++) {
          for (let n = 0; n < columns; n++) {
            for (let k = 0; k < inner; k++) {
              const left = a[p * rows * inner + (transposeA ? k * rows + m : m * inner + k)];
              const right = b[p * inner * columns + (transposeB ? n * inner + k : k * columns + n)];
              expected[(p * rows + m) * columns + n] += left * right;
            }
          }
        }
      }
      expect(product.shape).toEqual([batch, rows, columns]);
      expect(product.dataSync()).toEqual(expected);
    });
  });

  test("batches broadcast", () => {
    const a = tf.tensor(
      noise(2 * 3 * 5).map((x) => Math.round(x * 8)),
      [2, 1, 3, 5],
    );
    const b = tf.tensor(
      noise(7 * 5 * 2, 2).map((x) => Math.round(x * 8)),
      [7, 5, 2],
    );
    const product = tf.matMul(a, b);
    expect(product.shape).toEqual([2, 7, 3, 2]);
    for (const [i, j] of [
      [0, 0],
      [0, 6],
      [1, 3],
    ]) {
      const one = tf.matMul(
        tf.reshape(tf.slice(a, [i, 0, 0, 0], [1, 1, 3, 5]), [3, 5]),
        tf.reshape(tf.slice(b, [j, 0, 0], [1, 5, 2]), [5, 2]),
      );
      expect(tf.slice(product, [i, j, 0, 0], [1, 1, 3, 2]).dataSync()).toEqual(one.dataSync());
    }
  });

  test("an empty inner axis gives zeros, an empty outer one an empty product", () => {
    expect(tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3])).dataSync()).toEqual(new Float32Array(6));
    expect(tf.matMul(tf.zeros([0, 2]), tf.zeros([2, 3])).shape).toEqual([0, 3]);
  });

  test("NaN and infinity stay in their row and column", () => {
    const a = tf.tensor2d([1, Number.NaN, 2, 3], [2, 2]);
    const b = tf.tensor2d([1, 0, 0, 1], [2, 2]);
    const values = tf.matMul(a, b).dataSync();
    expect([values[2], values[3]]).toEqual([2, 3]);
    expect(values[1]).toBeNaN();
  });

  test("inner sizes that differ are refused", () => {
    expect(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([4, 5]))).toThrow(/inner/);
  });
}
