import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { hwgqQuantizer } from "../src/hwgq-quantizer.ts";

beforeAll(() => tf.setBackend("cpu"));

const valuesOf = (x: readonly number[], options = {}): number[] => [
  ...hwgqQuantizer(options)
    .quantize(tf.tensor1d([...x]))
    .dataSync(),
];

test("two bits have the levels 0, 0.538, 1.076, 1.614; ties go down", () => {
  const x = [-1, 0, 0.01, 0.806, 0.807, 0.808, 1.345, 1.346, 9];
  const levels = [0, 0, 0.538, 0.538, 0.538, 1.076, 1.076, 1.614, 1.614];
  expect(valuesOf(x)).toEqual([...Float32Array.from(levels)]);
});

test("the gradient passes above 0, up to the greatest level", () => {
  const { quantize } = hwgqQuantizer();
  const gradient = tf.grad((z) => tf.mul(tf.sum(quantize(z)), 3))(
    tf.tensor1d([-0.1, 0, 0.5, 1.614, 1.615]),
  );
  expect([...gradient.dataSync()]).toEqual([0, 0, 3, 3, 0]);
});

test("digits are the binary digits of the level, the lowest first", () => {
  const [low, high] = hwgqQuantizer().encode(tf.tensor1d([-1, 0.5, 1, 2]));
  expect([...low.digits.dataSync()]).toEqual([0, 1, 0, 1]);
  expect([...high!.digits.dataSync()]).toEqual([0, 0, 1, 1]);
  expect(hwgqQuantizer().code).toEqual([
    { digit: "unipolar", scale: 0.538 },
    { digit: "unipolar", scale: 1.076 },
  ]);
});

test.each([
  [1, 1],
  [3, 7],
  [4, 15],
])("%i bits reach level %i and no further", (bits, greatest) => {
  const x = Array.from({ length: greatest + 3 }, (_, j) => j - 1);
  const levels = x.map((value) => Math.max(0, Math.min(greatest, value)));
  expect(valuesOf(x, { bits, step: 1 })).toEqual(levels);
});

describe("the step", () => {
  /** `E (q(x) − x)²` over x > 0 of N(0, 1), by the midpoint rule up to 8. */
  function meanSquare(bits: number, step: number): number {
    const width = 1 / 512;
    const x = Float32Array.from({ length: 4096 }, (_, i) => (i + 0.5) * width);
    const q = hwgqQuantizer({ bits, step }).quantize(tf.tensor1d(x)).dataSync();
    const density = (value: number): number => Math.exp(-(value ** 2) / 2) / Math.sqrt(2 * Math.PI);
    return x.reduce((sum, value, i) => sum + (q[i]! - value) ** 2 * density(value) * width, 0);
  }

  test.each([
    [1, 0.18169],
    [2, 0.043221],
    [3, 0.010203],
    [4, 0.002513],
  ])("of %i bits fits N(0, 1) best", (bits, expected) => {
    const [{ scale: step = 1 }] = hwgqQuantizer({ bits }).code;
    const error = meanSquare(bits, Number(step));
    expect(error).toBeCloseTo(expected, 4);
    expect(meanSquare(bits, 0.97 * Number(step))).toBeGreaterThan(error);
    expect(meanSquare(bits, 1.03 * Number(step))).toBeGreaterThan(error);
  });
});

test.each([0, 5, 1.5, Number.NaN])("%d bits are refused", (bits) => {
  expect(() => hwgqQuantizer({ bits })).toThrow(/^hwgqQuantizer: bits/);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("a step of %d is refused", (step) => {
  expect(() => hwgqQuantizer({ step })).toThrow(
    `hwgqQuantizer: step must be positive and finite, got ${step}`,
  );
});
