import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { hwgqLevels } from "../../src/hwgq-levels.ts";
import { hwgqQuantizer } from "../../src/hwgq-quantizer.ts";
import { difference, gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const x = [-1, 0, 0.01, 0.806, 0.807, 0.808, 1.345, 1.346, 9];
const levels = [0, 0, 0.538, 0.538, 0.538, 1.076, 1.076, 1.614, 1.614];

describe("T09", () => {
  test("nine points of two bits; ties to the lower level", () => {
    expect(valuesOf(hwgqQuantizer(), x)).toEqual([...Float32Array.from(levels)]);
  });

  test("the same levels as a list are a thermometer", () => {
    const quantizer = hwgqQuantizer({ levels: [0.538, 1.076, 1.614] });
    expect(quantizer.code.length).toBe(3);
    expect(difference(valuesOf(quantizer, x), levels)).toBeLessThan(1e-6);
  });

  test("the gradient passes above 0, up to the greatest level", () => {
    const { quantize } = hwgqQuantizer();
    expect(gradientOf((z) => quantize(z), [-0.1, 0, 0.5, 1.614, 1.615])).toEqual([0, 0, 1, 1, 0]);
  });

  test.each([
    [1, [0.797885]],
    [2, [0.45278, 1.51042]],
    [3, [0.31772, 1.00011, 1.89359]],
    [4, [0.24509, 0.75601, 1.34391, 2.15195]],
  ])("%i free levels are those of Lloyd and Max", (m, expected) => {
    expect(difference(hwgqLevels(m, false), expected)).toBeLessThan(1e-5);
  });

  test.each([
    [1, 0.797885],
    [2, 0.651014],
    [3, 0.538812],
    [7, 0.321729],
    [15, 0.184243],
  ])("%i equal steps are of %d", (m, step) => {
    const expected = Array.from({ length: m }, (_, j) => (j + 1) * step);
    expect(difference(hwgqLevels(m, true), expected)).toBeLessThan(1e-5);
  });

  test("the paper's three levels 0, 0.453, 1.51", () => {
    const quantizer = hwgqQuantizer({ levels: [0.453, 1.51] });
    const threshold = (0.453 + 1.51) / 2;
    const points = [-1, 0, 1e-6, threshold - 1e-4, threshold + 1e-4, 5];
    const expected = [0, 0, 0.453, 0.453, 1.51, 1.51];
    expect(difference(valuesOf(quantizer, points), expected)).toBeLessThan(1e-6);
  });
});

describe("levels of any number", () => {
  test.each([5, 31, 100, 255])("%i free levels are the means of what is nearest to them", (m) => {
    const found = hwgqLevels(m, false);
    const width = 1 / 4096;
    const cells = found.map(() => ({ mass: 0, moment: 0 }));
    let j = 0;
    for (let point = width / 2; point < 9; point += width) {
      while (j + 1 < m && point > (found[j]! + found[j + 1]!) / 2) j++;
      const density = Math.exp(-(point ** 2) / 2);
      cells[j]!.mass += density;
      cells[j]!.moment += density * point;
    }
    const means = cells.map(({ mass, moment }) => moment / mass);
    expect(difference(found, means)).toBeLessThan(m < 50 ? 1e-3 : 0.02);
    expect(found.every((level, i) => level > (found[i - 1] ?? 0))).toBe(true);
  });

  test.each([0, 256, 1.5])("%d levels are refused", (m) => {
    expect(() => hwgqLevels(m, true)).toThrow(/^hwgqLevels: m must be an integer in 1 … 255/);
  });
});

describe("the estimators", () => {
  const points = [-2, -1, 0, 0.5, 1.5, 2, 3.5];
  const slopes = (options: Parameters<typeof hwgqQuantizer>[0]): readonly number[] => {
    const { quantize } = hwgqQuantizer({ bits: 1, step: 1.5, ...options });
    return gradientOf((z) => quantize(z), points, [1, 1, 1, 1, 1, 1, 6]);
  };

  test("a rectifier passes everything above 0", () => {
    expect(slopes({ estimator: "rectifier" })).toEqual([0, 0, 0, 1, 1, 1, 6]);
  });

  test("a logarithmic tail has the slope 1/(x − τ), τ one below the greatest level", () => {
    const expected = [0, 0, 0, 1, 1, 1 / 1.5, 2];
    expect(difference(slopes({ estimator: "log-tailed-rectifier" }), expected)).toBeLessThan(1e-6);
  });

  test("a hard tanh passes on both sides; a clip of one's own ends it", () => {
    expect(slopes({ estimator: "hard-tanh" })).toEqual([0, 1, 1, 1, 1, 0, 0]);
    expect(slopes({ clip: 2 })).toEqual([0, 0, 0, 1, 1, 1, 0]);
  });
});

test.each([
  [{ levels: [1, 1] }, /levels must be finite and rise from above 0/],
  [{ levels: [-1, 1] }, /levels must be finite and rise from above 0/],
  [{ levels: [] }, /levels.length must be an integer in 1 … 255, got 0/],
  [{ levels: [1], bits: 2 }, /there must be levels, or bits and a step, got both/],
  [{ clip: 0 }, /clip must be positive and finite, got 0/],
])("%j is refused", (options, message) => {
  expect(() => hwgqQuantizer(options)).toThrow(message);
});
