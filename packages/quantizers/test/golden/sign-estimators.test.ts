import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { type SignQuantizerOptions, signQuantizer } from "../../src/sign-quantizer.ts";
import { difference, gradientOf } from "../values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

const slopes = (options: SignQuantizerOptions, x: readonly number[]): readonly number[] =>
  gradientOf((z) => signQuantizer(options).quantize(z), x);

test("T14 ReActNet, Bi-Real Net: the triangle", () => {
  const x = [-1.5, -0.5, 0, 0.25, 1];
  expect(slopes({ estimator: "triangle" }, x)).toEqual([0, 1, 2, 1.5, 0]);
});

test("T20 BNN+: the slope of the swish", () => {
  const expected = [1, 0.882458, 0.604732, -0.064643];
  const swish = { estimator: "swish", beta: 1 } as const;
  expect(difference(slopes(swish, [0, 0.5, 1, 3]), expected)).toBeLessThan(1e-6);
  const default5 = slopes({ estimator: "swish" }, [0.1, 0.5, 1e5, -1e5]);
  expect(difference(default5, [4.41229, -0.0846216, 0, 0])).toBeLessThan(1e-5);
});

test("IR-Net at t = 0.1, k = 10: sech²(0.1·x)", () => {
  const x = [-20, -1, 0, 3];
  const expected = x.map((value) => 1 / Math.cosh(0.1 * value) ** 2);
  expect(difference(slopes({ estimator: "tanh" }, x), expected)).toBeLessThan(1e-6);
});

test("FDA at ω = 0.1 with 11 cosines is 0 beyond 1", () => {
  const sum = (x: number): number =>
    Array.from({ length: 11 }, (_, i) => Math.cos((2 * i + 1) * 0.1 * x)).reduce((a, b) => a + b);
  const expected = [0, ...[-1, 0, 0.5, 1].map((x) => (0.4 / Math.PI) * sum(x)), 0];
  const actual = slopes({ estimator: "fourier" }, [-1.01, -1, 0, 0.5, 1, 1.01]);
  expect(difference(actual, expected)).toBeLessThan(1e-6);
});
