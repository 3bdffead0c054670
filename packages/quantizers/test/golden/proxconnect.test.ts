import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { isAdmissible } from "../../src/forward-backward-condition.ts";
import { muSchedule } from "../../src/mu-schedule.ts";
import { backwardMaps, forwardMaps } from "../../src/proximal-maps.ts";
import { proximalMethods, proximalQuantizer } from "../../src/proximal-quantizer.ts";
import { expectClose, finiteDifferences } from "../finite-differences.ts";

beforeAll(() => tf.setBackend("cpu"));

const peak = 2.3993573;

/** SS as it is written in the code of larq: 2σ(μu)(1 + μu(1 − σ(μu))) − 1. */
const swishSign = (u: number, mu: number): number => {
  const sigmoid = 1 / (1 + Math.exp(-mu * u));
  return 2 * sigmoid * (1 + mu * u * (1 - sigmoid)) - 1;
};

test.each([
  [1, [0, 0.5, 1, 3], [0, 0.479922, 0.855341, 1.176208], [1, 0.882458, 0.604732, -0.064643]],
  [5, [0.1, 0.5, 1], [0.479922, 1.198802, 1.053095], [4.41229, -0.0846216, undefined]],
])("T20 SwishSign and its derivative, μ = %d", (mu, points, values, slopes) => {
  const { quantize } = proximalQuantizer({ mu });
  const x = tf.tensor1d(points);
  expectClose(quantize(x, { training: true }).dataSync(), values);
  const gradient = tf
    .grad((u) => tf.sum(quantize(u, { training: true })))(x)
    .dataSync();
  for (const [i, slope] of slopes.entries()) {
    if (slope !== undefined) expect(gradient[i]).toBeCloseTo(slope, 5);
  }
});

test.each([
  [0.5, 0.7],
  [0.9, 1],
  [-1.3, -1.1],
  [0, 0.2],
])("T20 ProxQuant takes %d to %d", (u, expected) => {
  const { quantize } = proximalQuantizer({ ...proximalMethods["prox-quant"], mu: 0.2 });
  expect(quantize(tf.scalar(u), { training: true }).dataSync()[0]).toBeCloseTo(expected, 6);
});

describe("T20 the forward and backward condition", () => {
  const wide = { from: -6, to: 6 };
  const mu = tf.scalar;
  test.each([
    ["identity", "identity", wide, true],
    ["sign", "identity", wide, true],
    ["soft-threshold", "identity", wide, true],
    ["piecewise-affine", "identity", wide, true],
    ["sign", "clipped", wide, true],
    ["sign", "triangle", wide, true],
    ["sign", "swish-sign", { from: -peak / 2, to: peak / 2 }, true],
    ["sign", "swish-sign", wide, false],
    ["swish-sign", "swish-sign", { from: -peak / 2, to: peak / 2 }, true],
    ["swish-sign", "swish-sign", wide, false],
    ["monotone-swish-sign", "monotone-swish-sign", wide, true],
    ["swish-sign", "identity", wide, false],
  ] as const)("%s and %s, %j: %s", (forward, backward, range, expected) => {
    const isMatch = isAdmissible(
      (u) => forwardMaps[forward](u, mu(forward === "soft-threshold" ? 0.3 : 2)),
      (u) => backwardMaps[backward](u, mu(2)),
      range,
    );
    expect(isMatch).toBe(expected);
  });

  test("a sign that changes where no gradient passes is not admissible", () => {
    const beyondOne = (u: tf.Tensor): tf.Tensor => tf.step(tf.sub(tf.abs(u), 1));
    expect(isAdmissible((u) => tf.sign(u), beyondOne, wide)).toBe(false);
    expect(isAdmissible((u) => tf.step(tf.sub(u, 2)), beyondOne, wide)).toBe(true);
  });

  test("a range has two points and two finite ends", () => {
    const map = (u: tf.Tensor): tf.Tensor => u;
    expect(() => isAdmissible(map, map, { from: 1, to: 1 })).toThrow("from must be less than to");
    expect(() => isAdmissible(map, map, { from: 0, to: 1, points: 1 })).toThrow("points");
  });
});

test.each(["swish-sign", "piecewise-affine", "soft-threshold"] as const)(
  "T20 %s becomes the sign",
  (forward) => {
    const x = tf.tensor1d([-2, -0.3, 0.01, 0.8]);
    const { quantize } = proximalQuantizer({ forward });
    const gap = (mu: number): number =>
      tf
        .sub(quantize(x, { training: true, parameters: { mu: tf.scalar(mu) } }), tf.sign(x))
        .abs()
        .max()
        .dataSync()[0]!;
    expect(gap(3000)).toBeLessThan(1e-5);
    expect(gap(0.25)).toBeGreaterThan(0.1);
  },
);

test("the plain pair is gradient descent on SS: its gradient is the derivative of its own values", () => {
  const x = [-3, -1.1, -0.2, 0.05, 0.6, 2.4];
  for (const mu of [0.5, 3]) {
    const { quantize } = proximalQuantizer({ mu });
    const gradient = tf.grad((u) => tf.sum(tf.square(quantize(u, { training: true }))))(
      tf.tensor1d(x),
    );
    const loss = (u: readonly number[]): number =>
      u.reduce((sum, value) => sum + swishSign(value, mu) ** 2, 0);
    expectClose(gradient.dataSync(), finiteDifferences(loss, x), 1e-5);
  }
});

test("the monotone pair stays at the peak, where its gradient is 0", () => {
  const { quantize } = proximalQuantizer({
    ...proximalMethods["monotone-bnn-plus-plus"],
    mu: 2,
  });
  const x = tf.tensor1d([-1e30, -2, 0.5, 1.5, 1e30]);
  const [top, middle] = [1.1996786, swishSign(0.5, 2)];
  expectClose(quantize(x, { training: true }).dataSync(), [-top, -top, middle, top, top]);
  const gradient = tf
    .grad((u) => tf.sum(quantize(u, { training: true })))(x)
    .dataSync();
  expect(gradient[2]).toBeGreaterThan(0.5);
  expect([0, 1, 3, 4].map((i) => gradient[i])).toEqual([0, 0, 0, 0]);
});

test("outside of training there are signs, whatever μ", () => {
  const { quantize } = proximalQuantizer({ mu: 0.1 });
  expect([...quantize(tf.tensor1d([-0.2, -0, 0.1])).dataSync()]).toEqual([-1, 1, 1]);
});

describe("a schedule of μ", () => {
  test.each([
    ["linear", [1, 3, 5, 5]],
    ["exponential", [1, Math.sqrt(5), 5, 5]],
    ["inverse-sigmoid", [1, 1 / 0.6, 5, 5]],
  ] as const)("%s", (kind, expected) => {
    const schedule = muSchedule({ kind, first: 1, last: 5, steps: 3 });
    expectClose([0, 1, 2, 9].map(schedule), [...expected], 1e-12);
  });

  test("rises", () => {
    for (const kind of ["linear", "exponential", "inverse-sigmoid"] as const) {
      const schedule = muSchedule({ kind, steps: 50 });
      for (let step = 1; step < 50; step++) {
        expect(schedule(step)).toBeGreaterThan(schedule(step - 1));
      }
    }
  });

  test("needs a step, positive ends and a kind that there is", () => {
    expect(() => muSchedule({ steps: 0 })).toThrow("muSchedule: steps must be an integer ≥ 1");
    expect(() => muSchedule({ steps: 2, last: 0 })).toThrow("last must be positive and finite");
    expect(() => muSchedule(JSON.parse('{"steps":2,"kind":"cosine"}'))).toThrow("kind must be one");
  });
});

test("maps that there are not, and a negative μ, are refused", () => {
  expect(() => proximalQuantizer(JSON.parse('{"forward":"tanh"}'))).toThrow(
    "proximalQuantizer: forward must be one of identity, sign",
  );
  expect(() => proximalQuantizer({ mu: -1 })).toThrow("mu must be at least 0, got -1");
});
