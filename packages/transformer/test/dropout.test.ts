import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { noDropout, seededDropout } from "../src/dropout.ts";

beforeAll(() => tf.setBackend("cpu"));

const ones = (size: number): tf.Tensor1D => tf.ones([size]);

test.each([0.1, 0.5])("drops a share of %d and scales the rest to the same mean", (p) => {
  const values = seededDropout(1, 0)(ones(10_007), p).dataSync();
  const dropped = values.filter((value) => value === 0).length / values.length;
  const threshold = Math.round(256 * p) / 256;
  expect(Math.abs(dropped - threshold)).toBeLessThan(0.02);
  expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / (1 - threshold))]));
});

test("the gradient is the mask", () => {
  const y = seededDropout(3, 4)(ones(101), 0.3);
  const gradient = tf.grad((x) => tf.sum(seededDropout(3, 4)(x, 0.3)))(ones(101));
  expect(gradient.dataSync()).toEqual(y.dataSync());
});

test("the mask is a function of seed, step and call", () => {
  const masks = (seed: number, step: number): string[] => {
    const dropout = seededDropout(seed, step);
    return [1, 2].map(() => dropout(ones(64), 0.5).dataSync().join(""));
  };
  expect(masks(1, 2)).toEqual(masks(1, 2));
  expect(new Set([...masks(1, 2), ...masks(2, 1), ...masks(1, 3), ...masks(3, 2)]).size).toBe(8);
});

test("a call without dropout still counts, so that other masks stay", () => {
  const second = (first: number): string => {
    const dropout = seededDropout(1, 1);
    dropout(ones(3), first);
    return dropout(ones(64), 0.5).dataSync().join("");
  };
  expect(second(0)).toBe(second(0.5));
});

test("evaluation and a share of 0 return the tensor itself", () => {
  const x = ones(3);
  expect(noDropout(x, 0.5)).toBe(x);
  expect(seededDropout(1, 1)(x, 0)).toBe(x);
});

const fused = "BnnkitDropout";
afterEach(() => tf.getKernel(fused, "cpu") && tf.unregisterKernel(fused, "cpu"));

test("a fused kernel gets the rate and a seed for each call", () => {
  const seeds: unknown[] = [];
  tf.registerKernel({
    kernelName: fused,
    backendName: "cpu",
    kernelFunc: ({ inputs, attrs }) => {
      seeds.push(attrs?.seed);
      expect(attrs?.rate).toBe(0.25);
      return inputs.x ?? [];
    },
  });
  const dropout = seededDropout(1, 1);
  dropout(ones(2), 0.25);
  dropout(ones(2), 0.25);
  expect(new Set(seeds).size).toBe(2);
});
