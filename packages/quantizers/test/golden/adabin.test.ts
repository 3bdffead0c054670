import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { centeredSignQuantizer } from "../../src/centered-sign-quantizer.ts";
import { twoLevelQuantizer } from "../../src/two-level-quantizer.ts";
import { expectClose, finiteDifferences } from "../finite-differences.ts";

beforeAll(() => tf.setBackend("cpu"));

const mean = (x: readonly number[]): number => x.reduce((sum, value) => sum + value, 0) / x.length;
const deviation = (x: readonly number[]): number =>
  Math.sqrt(mean(x.map((value) => (value - mean(x)) ** 2)));

describe("weights", () => {
  test("are the mean ± the deviation of their output", () => {
    const kernel = tf.tensor2d([1, 10, 1, 10, 3, 30, 7, 30], [4, 2]);
    const { quantize, encode } = centeredSignQuantizer();
    const [{ digits, scale, offset }] = encode(kernel);
    expect([...digits.dataSync()]).toEqual([-1, -1, -1, -1, 1, 1, 1, 1]);
    expectClose(offset!.dataSync(), [3, 20]);
    expectClose(scale.dataSync(), [Math.sqrt(6), 10]);
    const low = 3 - Math.sqrt(6);
    expectClose(quantize(kernel).dataSync(), [low, 10, low, 10, 6 - low, 30, 6 - low, 30]);
  });

  test("have the gradient of k·tanh(t·z) for the sign, and those of mean and deviation", () => {
    const x = [0.9, -0.7, 0.15, -0.05, 0.4, -1.3, 2.2];
    const upstream = [1, -2, 0.5, 3, -1, 2, 0.25];
    for (const [factor, steepness] of [
      [10, 0.1],
      [2, 0.8],
    ] as const) {
      const { quantize } = centeredSignQuantizer({ scaleAxis: "tensor", factor, steepness });
      const gradient = tf.grad((w) => tf.sum(tf.mul(quantize(w), tf.tensor1d(upstream))))(
        tf.tensor1d(x),
      );
      const standard = (w: readonly number[]): number[] =>
        w.map((value) => (value - mean(w)) / deviation(w));
      const start = standard(x);
      // Near x the sign is what it is there, and as steep as the surrogate.
      const loss = (w: readonly number[]): number =>
        standard(w).reduce((sum, z, i) => {
          const rise = Math.tanh(steepness * z) - Math.tanh(steepness * start[i]!);
          const sign = Math.sign(start[i]!) + factor * rise;
          return sum + upstream[i]! * (mean(w) + deviation(w) * sign);
        }, 0);
      expectClose(gradient.dataSync(), finiteDifferences(loss, x), 1e-5);
    }
  });

  test("that are all equal stay what they are, with a finite gradient", () => {
    const { quantize } = centeredSignQuantizer({ scaleAxis: "tensor" });
    const x = tf.tensor1d([0.5, 0.5]);
    expect([...quantize(x).dataSync()]).toEqual([0.5, 0.5]);
    const gradient = tf.grad((w) => tf.sum(tf.mul(quantize(w), tf.tensor1d([1, 3]))))(x);
    expectClose(gradient.dataSync(), [1, 3]);
  });
});

describe("activations", () => {
  test.each([
    ["center", [-0.3, 0.7, 0.7]],
    ["scaled-center", [-0.4, 0.6, 0.6]],
  ] as const)("are two levels around the %s", (levelOffset, expected) => {
    const { quantize } = twoLevelQuantizer({ distance: 0.5, center: 0.2, levelOffset });
    expectClose(quantize(tf.tensor1d([0.1, 0.25, 9])).dataSync(), [...expected]);
  });

  test.each(["center", "scaled-center"] as const)("gradients with the %s", (levelOffset) => {
    const x = [-2, -0.6, 0.15, 0.31, 0.8, 1.9];
    const upstream = [1, -2, 0.5, 3, -1, 2];
    const start = [0.7, 0.2];
    const { quantize } = twoLevelQuantizer({ levelOffset });
    const [byX, byDistance, byCenter] = tf.grads(
      (input: tf.Tensor, distance: tf.Tensor, center: tf.Tensor) =>
        tf.sum(
          tf.mul(quantize(input, { parameters: { distance, center } }), tf.tensor1d(upstream)),
        ),
    )([tf.tensor1d(x), tf.scalar(start[0]!), tf.scalar(start[1]!)]);
    const polynomial = (z: number): number =>
      Math.abs(z) >= 1 ? Math.sign(z) : z * (2 - Math.abs(z));
    const z = (value: number, [distance, center]: readonly number[]): number =>
      (value - center!) / distance!;
    const loss = (u: readonly number[], levels: readonly number[]): number =>
      u.reduce((sum, value, i) => {
        const at = z(x[i]!, start);
        const sign = Math.sign(at) + polynomial(z(value, levels)) - polynomial(at);
        const [distance, center] = levels;
        const offset = levelOffset === "center" ? center! : distance! * center!;
        return sum + upstream[i]! * (offset + distance! * sign);
      }, 0);
    expectClose(
      byX!.dataSync(),
      finiteDifferences((u) => loss(u, start), x),
      1e-5,
    );
    const [distance, center] = finiteDifferences((levels) => loss(x, levels), start);
    expectClose(byDistance!.dataSync(), [distance!], 1e-5);
    expectClose(byCenter!.dataSync(), [center!], 1e-5);
  });

  test("have a distance to learn from", () => {
    expect(() => twoLevelQuantizer({ distance: 0 })).toThrow(
      "twoLevelQuantizer: distance must be positive and finite, got 0",
    );
  });
});
