import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { powerOfTwoQuantizer } from "../../src/power-of-two-quantizer.ts";
import { gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const weights = [0.3, 0.7, -0.35, 0.1, 0.9, -0.6];

describe("T21", () => {
  test("one power", () => {
    expect(valuesOf(powerOfTwoQuantizer(), weights)).toEqual([0.25, 0.5, -0.25, 0.125, 1, -0.5]);
  });

  test("two powers", () => {
    expect(valuesOf(powerOfTwoQuantizer({ terms: 2 }), weights)).toEqual([
      0.3125, 0.75, -0.375, 0.09375, 0.875, -0.625,
    ]);
  });

  test("rounds in logarithm: up beyond √½, not beyond ¾; the worst errors are 29.3 % and 41.4 %", () => {
    const down = Math.fround(Math.SQRT1_2);
    const up = down + 2 ** -24;
    const [low, high] = valuesOf(powerOfTwoQuantizer(), [down, up]);
    expect([low, high]).toEqual([0.5, 1]);
    expect((down - low!) / down).toBeCloseTo(0.293, 3);
    expect((high! - up) / up).toBeCloseTo(0.414, 3);
  });

  test("exponents end at the greatest, and below the least is 0", () => {
    const quantizer = powerOfTwoQuantizer({ minExponent: -2, maxExponent: 1 });
    expect(valuesOf(quantizer, [100, 3, 0.18, 0.17, -0.17, 0])).toEqual([2, 2, 0.25, 0, 0, 0]);
    expect(quantizer.code).toEqual([{ digit: "power", exponents: [-2, 1] }]);
  });

  test("the gradient is the identity", () => {
    const { quantize } = powerOfTwoQuantizer({ terms: 2 });
    expect(gradientOf((z) => quantize(z), [0, 9, -0.1], [1, 2, 3])).toEqual([1, 2, 3]);
  });

  test.each([
    [{ terms: 0 }, /terms must be an integer in 1 … 4/],
    [{ minExponent: 1, maxExponent: 0 }, /maxExponent must be an integer in 1 … 126/],
    [{ minExponent: -100, maxExponent: 27 }, /maxExponent must be an integer in -100 … 26/],
  ])("%j is refused", (options, message) => {
    expect(() => powerOfTwoQuantizer(options)).toThrow(message);
  });
});
