import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";
import { noise, run } from "../run-kernel.ts";

beforeAll(() => installTrainingBackend());

const addend = 1.1920929e-7;
const limit = 1 - 2 ** -7;

function binarize(
  x: tf.Tensor,
  scaleAxis: string,
  { estimator = "straight-through", slope = 2 }: { estimator?: string; slope?: number } = {},
): tf.Tensor[] {
  return run("BnnkitBinarize", { x }, { scaleAxis, addend, limit, estimator, slope });
}

describe.each(["rows", "columns"])("one scale for each of the %s", (scaleAxis) => {
  test.each([
    [2, 3],
    [3, 4],
    [5, 31],
    [7, 33],
    [1, 129],
    [11, 1],
  ])("%i×%i equals the definition bit for bit", (rows, columns) => {
    const values = noise(rows * columns);
    values[0] = 0;
    values[values.length - 1] = -0;
    const [y, scales] = binarize(tf.tensor(values, [rows, columns]), scaleAxis);
    const group = (i: number): number =>
      scaleAxis === "rows" ? Math.floor(i / columns) : i % columns;
    const largest = new Float32Array(scaleAxis === "rows" ? rows : columns);
    values.forEach((value, i) => {
      largest[group(i)] = Math.max(largest[group(i)], Math.abs(value));
    });
    const expected = largest.map((value) => Math.fround(value + addend));
    expect(scales.dataSync()).toEqual(expected);
    expect(scales.shape).toEqual(scaleAxis === "rows" ? [rows, 1] : [columns]);
    expect(y.dataSync()).toEqual(
      values.map((value, i) => (value < 0 ? -expected[group(i)] / 2 : expected[group(i)] / 2)),
    );
  });

  /** The gradient for noise as dy, beside dy and u = |x|/scale. */
  function gradientOfNoise(options: Parameters<typeof binarize>[2]) {
    const [rows, columns] = [5, 37];
    const values = noise(rows * columns);
    const x = tf.tensor(values, [rows, columns]);
    const scales = binarize(x, scaleAxis)[1].dataSync();
    const dy = noise(rows * columns, 3);
    const gradient = tf.grad((input) =>
      tf.sum(tf.mul(binarize(input, scaleAxis, options)[0], tf.tensor(dy, [rows, columns]))),
    )(x);
    const u = values.map((value, i) => {
      const scale = scales[scaleAxis === "rows" ? Math.floor(i / columns) : i % columns];
      return Math.fround(Math.abs(value) / scale);
    });
    return { gradient: gradient.dataSync(), dy, u };
  }

  test("the gradient passes where |x|/scale ≤ limit", () => {
    const { gradient, dy, u } = gradientOfNoise({ estimator: "straight-through" });
    const expected = dy.map((d, i) => (u[i] <= Math.fround(limit) ? d : 0));
    expect(gradient).toEqual(expected);
    expect(expected.some((g) => g === 0)).toBe(true);
  });

  test.each([1, 2, 3, 4])(
    "a triangle of slope %i: %i·dy at 0, nothing from scale/slope on",
    (slope) => {
      const { gradient, dy, u } = gradientOfNoise({ estimator: "triangle", slope });
      expect(Math.min(...u)).toBeLessThan(0.1);
      for (const [i, g] of gradient.entries()) {
        expect(g).toBeCloseTo(dy[i] * Math.max(0, slope - slope ** 2 * u[i]), 5);
        expect(g === 0).toBe(u[i] >= Math.fround(1 / slope));
      }
    },
  );
});

test("the golden values of BMT: [.4, −1, .2, 0, −.001] → ±½, gradient 0 at the maximum", () => {
  const x = tf.tensor2d([[0.4, -1, 0.2, 0, -0.001]]);
  const [y] = binarize(x, "rows");
  expect(Array.from(y.dataSync()).map((value) => value.toFixed(6))).toEqual(
    [0.5, -0.5, 0.5, 0.5, -0.5].map((value) => value.toFixed(6)),
  );
  const mask = tf.grad((input) => tf.sum(binarize(input, "rows")[0]))(x);
  expect(Array.from(mask.dataSync())).toEqual([1, 0, 1, 1, 1]);
});

test("a row of zeros has the addend as its scale, NaN spoils its row alone", () => {
  const [y] = binarize(tf.tensor2d([0, -0, Number.NaN, 1], [2, 2]), "rows");
  const values = y.dataSync();
  expect([values[0], values[1]]).toEqual([Math.fround(addend) / 2, Math.fround(addend) / 2]);
  expect([values[2], values[3]]).toEqual([Number.NaN, Number.NaN]);
});

test("another estimator or slope is refused", () => {
  const gradient = (options: Parameters<typeof binarize>[2]) => () =>
    tf.grad((x) => tf.sum(binarize(x, "rows", options)[0]))(tf.ones([2, 2]));
  expect(gradient({ estimator: "cubic" })).toThrow(
    /estimator must be "straight-through" or "triangle", got cubic/,
  );
  expect(gradient({ estimator: "triangle", slope: 0 })).toThrow(/slope must be positive, got 0/);
});

test("another scale axis is refused", () => {
  expect(() => binarize(tf.zeros([2, 2]), "tensor")).toThrow(
    /scaleAxis must be "rows" or "columns"/,
  );
});
