import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { shiftedSignQuantizer } from "../../src/shifted-sign-quantizer.ts";
import { expectClose, finiteDifferences } from "../finite-differences.ts";

beforeAll(() => tf.setBackend("cpu"));

/** Bi-Real Net's polynomial F. */
const polynomial = (x: number): number => (Math.abs(x) >= 1 ? Math.sign(x) : x * (2 - Math.abs(x)));
const hardTanh = (x: number): number => Math.min(Math.max(x, -1), 1);

test("T14 the derivative of the polynomial, at 0, within and at its ends", () => {
  expect([-1.5, -0.5, 0, 0.25, 1].map(polynomial)).toEqual([-1, -0.75, 0, 0.4375, 1]);
  const { quantize } = shiftedSignQuantizer();
  const gradient = tf.grad((x) => tf.sum(quantize(x)))(tf.tensor1d([-1.5, -0.5, 0, 0.25, 1]));
  expect([...gradient.dataSync()]).toEqual([0, 1, 2, 1.5, 0]);
});

test("a sign has the shift of its feature, 0 is +1", () => {
  const { quantize } = shiftedSignQuantizer({ shift: [0.5, -0.5, 0] });
  const x = tf.tensor2d([-0.5, 0.5, -0, -0.6, 0.4, -0.1], [2, 3]);
  expect([...quantize(x).dataSync()]).toEqual([1, 1, 1, -1, -1, -1]);
});

test.each([
  ["triangle", polynomial],
  ["clipped", hardTanh],
] as const)("gradients of values and shifts are those of the %s", (estimator, surrogate) => {
  const x = [-1.7, -0.55, 0.15, 0.35, 0.8, -0.2, 1.3, -0.9];
  const shifts = [0.25, -0.4];
  const upstream = [1, -2, 0.5, 3, -1, 2, 4, 0.25];
  const { quantize } = shiftedSignQuantizer({ estimator });
  const [byX, byShift] = tf.grads((input: tf.Tensor, b: tf.Tensor) =>
    tf.sum(
      tf.mul(quantize(input, { parameters: { shifts: b } }), tf.tensor4d(upstream, [2, 1, 2, 2])),
    ),
  )([tf.tensor4d(x, [2, 1, 2, 2]), tf.tensor1d(shifts)]);
  const loss = (u: readonly number[], b: readonly number[]): number =>
    u.reduce((sum, value, i) => sum + upstream[i]! * surrogate(value + b[i % 2]!), 0);
  expect(byX!.shape).toEqual([2, 1, 2, 2]);
  expectClose(
    byX!.dataSync(),
    finiteDifferences((u) => loss(u, shifts), x),
    1e-5,
  );
  expectClose(
    byShift!.dataSync(),
    finiteDifferences((b) => loss(x, b), shifts),
    1e-5,
  );
});

test("as many shifts as features, finite, and an estimator that there is", () => {
  const { quantize } = shiftedSignQuantizer({ shift: [1, 2, 3] });
  expect(() => quantize(tf.zeros([4, 1]))).toThrow(
    "shiftedSignQuantizer: shifts must be of shape [1], got [3] for an input [4,1]",
  );
  expect(() => shiftedSignQuantizer({ shift: [0, Number.NaN] })).toThrow(
    "shiftedSignQuantizer: shift must be finite, got NaN",
  );
  expect(() => shiftedSignQuantizer(JSON.parse('{"estimator":"cubic"}'))).toThrow(
    "shiftedSignQuantizer: estimator must be one of straight-through, clipped, triangle, swish, tanh, fourier, got cubic",
  );
});
