import { bitsOf } from "@bnnkit/core";
import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  allocateBits,
  averageBits,
  type BitOrder,
  sharesOfAverage,
} from "../../src/bit-allocation.ts";
import { heterogeneousBitsQuantizer } from "../../src/heterogeneous-bits-quantizer.ts";
import { residualBasesQuantizer } from "../../src/residual-bases-quantizer.ts";
import { expectClose } from "../finite-differences.ts";

beforeAll(() => tf.setBackend("cpu"));

const weights = [0.9, -0.7, 0.15, -0.05, 0.4, -0.3];

const meanSquare = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i]! - y[i]!) ** 2;
  return sum / x.length;
};

describe.each([
  [[1], [0.416667], [0.416667, -0.416667, 0.416667, -0.416667, 0.416667, -0.416667], 0.0888889],
  [
    [0, 1],
    [0.416667, 0.255556],
    [0.672222, -0.672222, 0.161111, -0.161111, 0.161111, -0.161111],
    0.0235802,
  ],
  [
    [3 / 6, 1 / 6, 2 / 6],
    [0.416667, 0.25, 0.0666667],
    [0.416667, -0.416667, 0.1, -0.1, 0.416667, -0.166667],
    0.0561574,
  ],
])("shares %j", (shares, means, values, error) => {
  test("T12 scales, values and error", () => {
    const quantizer = heterogeneousBitsQuantizer({ shares, scaleAxis: "tensor" });
    const x = tf.tensor1d(weights);
    expectClose(
      quantizer.encode(x).map(({ scale }) => scale.dataSync()[0]!),
      means,
    );
    const y = quantizer.quantize(x).dataSync();
    expectClose(y, values);
    expect(meanSquare(weights, y)).toBeCloseTo(error, 6);
  });
});

test("T12 the mean of 70, 20 and 10 % is 1.4 bits, and 5 are stored", () => {
  expect(averageBits([0.7, 0.2, 0.1])).toBeCloseTo(1.4, 12);
  expectClose(sharesOfAverage(1.4), [0.7, 0.2, 0.1], 1e-12);
  expect(bitsOf(heterogeneousBitsQuantizer().code)).toBe(5);
  for (const average of [1, 1.4, 7 / 3, 2.5, 3]) {
    const shares = sharesOfAverage(average);
    expect(averageBits(shares)).toBeCloseTo(average, 12);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(-1e-12);
  }
  expect(() => sharesOfAverage(3.1)).toThrow("sharesOfAverage: average must be in 1 … 3, got 3.1");
});

function normals(count: number): Float32Array {
  const random = createRandom(12);
  return Float32Array.from({ length: count }, () => random.normal());
}

test.each([
  ["middle-out", 0.2516],
  ["top-down", 0.279],
  ["bottom-up", 0.279],
  ["random", 0.287],
  ["magnitude", 0.166],
] as const)("T12 the error of N(0, 1) with the order %s", (order, expected) => {
  const x = normals(60_000);
  const quantizer = heterogeneousBitsQuantizer({ order, scaleAxis: "tensor" });
  const error = meanSquare(x, quantizer.quantize(tf.tensor1d(x)).dataSync());
  expect(Math.abs(error - expected)).toBeLessThan(0.01);
});

test.each([
  [[1], 0.364],
  [[0, 1], 0.131],
  [[0, 0, 1], 0.0589],
])("T12 the error of N(0, 1) with the shares %j", (shares, expected) => {
  const x = normals(60_000);
  const quantizer = heterogeneousBitsQuantizer({ shares, scaleAxis: "tensor" });
  const error = meanSquare(x, quantizer.quantize(tf.tensor1d(x)).dataSync());
  expect(Math.abs(error - expected)).toBeLessThan(0.01);
});

describe("who gets the bits", () => {
  const bitsBy = (order: BitOrder, values: readonly number[] = weights): number[] => [
    ...allocateBits(Float32Array.from(values), { shares: [1 / 2, 1 / 6, 1 / 3], order, seed: 3 }),
  ];

  test("is a matter of the order", () => {
    expect(bitsBy("middle-out")).toEqual([1, 1, 3, 3, 1, 2]);
    expect(bitsBy("magnitude")).toEqual([3, 3, 1, 1, 2, 1]);
    expect(bitsBy("top-down")).toEqual([3, 1, 2, 1, 3, 1]);
    expect(bitsBy("bottom-up")).toEqual([1, 3, 1, 2, 1, 3]);
  });

  test("at random depends on the seed alone", () => {
    expect(bitsBy("random")).toEqual(bitsBy("random", [6, 5, 4, 3, 2, 1]));
    expect(bitsBy("random").sort()).toEqual([1, 1, 1, 2, 3, 3]);
  });

  test("of equal values, zeros of both signs among them, the first get most", () => {
    expect(bitsBy("middle-out", [-0, 0, 0, -0, 0, 0])).toEqual([3, 3, 2, 1, 1, 1]);
    expect(bitsBy("top-down", [1, 1, 1, 1, 1, 1])).toEqual([3, 3, 2, 1, 1, 1]);
  });

  test("a tenth of ten is one, although 0.1 of 1.4 bits is a little less in binary", () => {
    const shares = sharesOfAverage(1.4);
    const values = Float32Array.from({ length: 10 }, (_, i) => i + 1);
    const bits = allocateBits(values, { shares, order: "middle-out", seed: 0 });
    expect([...bits]).toEqual([3, 2, 2, 1, 1, 1, 1, 1, 1, 1]);
  });

  test("each output has its own", () => {
    const kernel = tf.tensor2d([1, 60, 2, 50, 3, 40, 4, 30, 5, 20, 6, 10], [6, 2]);
    const terms = heterogeneousBitsQuantizer({ shares: [1 / 2, 1 / 2] }).encode(kernel);
    expect([...terms[1]!.digits.abs().dataSync()]).toEqual([1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1]);
    expect([...terms[0].scale.dataSync()]).toEqual([3.5, 35]);
  });

  test("many equal weights take no longer than others", () => {
    const zeros = new Float32Array(300_000);
    const bits = allocateBits(zeros, { shares: [0.5, 0.5], order: "magnitude", seed: 0 });
    expect(bits.indexOf(1)).toBe(150_000);
  });
});

describe("the gradient", () => {
  const shares = [3 / 6, 1 / 6, 2 / 6];
  const x = [1.9, -0.7, 0.15, -0.05, 0.4, -0.3];
  const upstream = [2, 1, -1, 1, 3, 1];
  const gradientBy = (
    estimator: "straight-through" | "clipped" | "each-sign" | "each-sign-clipped",
  ) => {
    const { quantize } = heterogeneousBitsQuantizer({ shares, scaleAxis: "tensor", estimator });
    return tf
      .grad((w) => tf.sum(tf.mul(quantize(w), tf.tensor1d(upstream))))(tf.tensor1d(x))
      .dataSync();
  };

  test("passes as it is, or where |w| ≤ 1", () => {
    expect([...gradientBy("straight-through")]).toEqual(upstream);
    expect([...gradientBy("clipped")]).toEqual([0, 1, -1, 1, 3, 1]);
  });

  test("of each sign follows the chain rule", () => {
    const [first, second, third] = heterogeneousBitsQuantizer({ shares, scaleAxis: "tensor" })
      .encode(tf.tensor1d(x))
      .map(({ scale }) => scale.dataSync()[0]!);
    const one = first!;
    const two = 1 - (1 - first!) * (1 - second!);
    const three = 1 - (1 - first!) * (1 - second!) * (1 - third!);
    expectClose(gradientBy("each-sign"), [2 * one, one, -three, three, 3 * one, two]);
    expectClose(gradientBy("each-sign-clipped"), [0, one, -three, three, 3 * one, two]);
  });
});

describe("values of a network", () => {
  test("are sums of signs of residuals", () => {
    const { quantize } = residualBasesQuantizer({ scales: [0.75, 0.25] });
    const y = quantize(tf.tensor1d([-2, -0.75, -0.5, -0, 0.5, 0.75, 3]));
    expect([...y.dataSync()]).toEqual([-1, -0.5, -0.5, 0.5, 0.5, 1, 1]);
  });

  test.each([1, 2, 3, 4])("of N(0, 1): %i scales are the means of what is left", (bits) => {
    const quantizer = residualBasesQuantizer({ bits });
    const x = tf.tensor1d(normals(60_000));
    const left = tf.mean(tf.abs(tf.sub(x, quantizer.quantize(x)))).dataSync()[0];
    const next = residualBasesQuantizer({ bits: Math.min(bits + 1, 4) }).code[bits]?.scale;
    expect(Math.abs(left! - Number(next ?? 0.1001))).toBeLessThan(0.01);
  });

  test("have gradients for x and the scales", () => {
    const { quantize } = residualBasesQuantizer();
    const gradients = tf.grads((x: tf.Tensor, scales: tf.Tensor) =>
      tf.sum(tf.mul(quantize(x, { parameters: { scales } }), tf.tensor1d([1, 2, 4, 8]))),
    )([tf.tensor1d([-1.5, -0.5, 0.25, 1]), tf.tensor1d([0.75, 0.25])]);
    expect([...gradients[0]!.dataSync()]).toEqual([0, 2, 4, 8]);
    // Signs of x are −, −, +, +; of x ± 0.75 −, +, −, +.
    expect([...gradients[1]!.dataSync()]).toEqual([9, 5]);
  });
});

test.each([[[]], [[0.5, 0.4]], [[1.5, -0.5]], [new Array(9).fill(1 / 9)]])(
  "shares %j are refused",
  (shares) => {
    expect(() => heterogeneousBitsQuantizer({ shares })).toThrow(
      "heterogeneousBitsQuantizer: shares must be 1 to 8 numbers of at least 0 that add up to 1",
    );
  },
);
