import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { heavisideQuantizer } from "../../src/heaviside-quantizer.ts";
import { signQuantizer } from "../../src/sign-quantizer.ts";
import { gradientOf, valuesOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const weights = [0.3, -0.2, -1, 0.5, 0.1, -0.4, 2, 0.7];
const x = [0.5, -1.5, 2, 0.25, -0.75, 1, 3, -2];
const dot = (w: readonly number[]): number => w.reduce((sum, value, i) => sum + value * x[i]!, 0);

test("T27 weights 0 and 1 add or skip; ±1 is twice that less the sum", () => {
  const added = dot(valuesOf(heavisideQuantizer(), weights));
  expect(added).toBe(1);
  const sum = x.reduce((total, value) => total + value, 0);
  expect(dot(valuesOf(signQuantizer(), weights))).toBe(2 * added - sum);
});

test("the step is 0 at 0, and its gradient passes up to 1", () => {
  const { quantize } = heavisideQuantizer();
  expect(valuesOf(heavisideQuantizer(), [-1, -0, 0, 2 ** -149])).toEqual([0, 0, 0, 1]);
  expect(gradientOf((z) => quantize(z), [-1.5, -1, 0, 1, 1.5])).toEqual([0, 1, 1, 1, 0]);
});
