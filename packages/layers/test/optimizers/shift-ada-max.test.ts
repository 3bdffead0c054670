import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { shiftAdaMax } from "../../src/optimizers/shift-ada-max.ts";
import { savedAndLoaded, step } from "./step-variable.ts";

beforeAll(() => tf.setBackend("cpu"));

test("two steps, worked out by hand", async () => {
  const w = tf.variable(tf.tensor1d([0.5, -0.5]));
  const first = shiftAdaMax({ learningRate: 2 ** -6, beta1: 0.5, beta2: 0.75 });
  // m = g/2 = 0.15, −3; v = AP2(0.3, 6) = 0.25, 8; rate AP2(2⁻⁶/(1 − 0.5)) = 2⁻⁵: w −= 2⁻⁵·(0.6, −0.375).
  step(first, [w, [0.3, -6]]);
  expect(w.dataSync()[0]).toBeCloseTo(0.5 - 0.01875, 6);
  expect(w.dataSync()[1]).toBeCloseTo(-0.5 + 0.01171875, 6);
  const second = await savedAndLoaded(first);
  // m = 0.275, −1.5; v = AP2(0.4, 6) = 0.5, 8; rate AP2(2⁻⁶/0.75) = AP2(0.02083) = 2⁻⁶ (2⁻⁵·⁵⁸⁵ rounds to 2⁻⁶).
  step(second, [w, [0.4, 0]]);
  expect(w.dataSync()[0]).toBeCloseTo(0.5 - 0.01875 - 0.55 / 64, 6);
  expect(w.dataSync()[1]).toBeCloseTo(-0.5 + 0.01171875 + 0.1875 / 64, 6);
});

test("a step is scaled by the fans of the kernel, and clipped", () => {
  const w = tf.variable(tf.zeros([3, 3, 128, 128]));
  const gradient = new Array<number>(9 * 128 * 128).fill(1);
  step(shiftAdaMax({ learningRate: 2 ** -6, latentScale: "glorot-power-of-two", beta1: 0 }), [
    w,
    gradient,
  ]);
  // 39.19 becomes 32, and 32/64 a half.
  expect(w.dataSync()[0]).toBeCloseTo(-0.5, 6);
  step(shiftAdaMax({ learningRate: 2 ** -5, latentScale: 32, beta1: 0 }), [w, gradient]);
  expect(w.dataSync()[0]).toBe(-1);
});

test("without a clip weights go on", () => {
  const w = tf.variable(tf.scalar(1));
  step(shiftAdaMax({ learningRate: 1, beta1: 0, clip: null }), [w, [-1]]);
  expect(w.dataSync()[0]).toBeCloseTo(2, 6);
});

test("a gradient of 0 moves nothing", () => {
  const w = tf.variable(tf.scalar(0.25));
  step(shiftAdaMax(), [w, [0]]);
  expect(w.dataSync()[0]).toBe(0.25);
});

test("options out of range are refused", () => {
  expect(() => shiftAdaMax({ learningRate: 0 })).toThrow("learningRate must be positive");
  expect(() => shiftAdaMax({ beta2: 1 })).toThrow("shiftAdaMax: beta2 must be in [0, 1), got 1");
  expect(() => shiftAdaMax(JSON.parse('{"latentScale":"he"}'))).toThrow(
    "shiftAdaMax: latentScale must be positive and finite or one of glorot, glorot-power-of-two, got he",
  );
});
