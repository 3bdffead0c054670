import { describe, expect, test } from "vitest";
import { type AdamOptions, applyAdam, checkAdamOptions } from "../../src/node/adam.ts";

const options: AdamOptions = { kind: "adam", beta1: 0.5, beta2: 0.75, epsilon: 0.25 };

function range(weights: number[], gradients: number[]) {
  return {
    weights: Float32Array.from(weights),
    gradients: Float32Array.from(gradients),
    firstMoments: new Float32Array(weights.length),
    secondMoments: new Float32Array(weights.length),
    from: 0,
    to: weights.length,
  };
}

describe("applyAdam", () => {
  test("first update: m/(1−β₁) = g and √(v/(1−β₂)) = |g|", () => {
    const state = range([1, 1, 1], [2, -2, 0]);
    applyAdam(state, options, { update: 1, learningRate: 0.5, gradientScale: 1 });
    expect([...state.weights]).toEqual([
      Math.fround(1 - (0.5 * 2) / (2 + 0.25)),
      Math.fround(1 + (0.5 * 2) / (2 + 0.25)),
      1,
    ]);
    expect([...state.firstMoments]).toEqual([0.5 * 2, 0.5 * -2, 0]);
    expect([...state.secondMoments]).toEqual([0.25 * 4, 0.25 * 4, 0]);
  });

  test("second update by hand", () => {
    const state = range([0], [2]);
    applyAdam(state, options, { update: 1, learningRate: 0, gradientScale: 1 });
    state.gradients[0] = 4;
    applyAdam(state, options, { update: 2, learningRate: 1, gradientScale: 1 });
    const m = 0.5 * 1 + 0.5 * 4;
    const v = 0.75 * 1 + 0.25 * 16;
    const expected = -(m / (1 - 0.5 ** 2)) / (Math.sqrt(v / (1 - 0.75 ** 2)) + 0.25);
    expect(state.weights[0]).toBeCloseTo(expected, 6);
  });

  test("the gradient scale acts before the moments", () => {
    const scaled = range([1], [8]);
    const plain = range([1], [2]);
    applyAdam(scaled, options, { update: 1, learningRate: 1, gradientScale: 0.25 });
    applyAdam(plain, options, { update: 1, learningRate: 1, gradientScale: 1 });
    expect(scaled.weights).toEqual(plain.weights);
    expect(scaled.secondMoments).toEqual(plain.secondMoments);
  });

  test("weight decay shrinks the weight beside the gradient, not through it", () => {
    const state = range([4], [0]);
    const decay = { ...options, weightDecay: 0.5 };
    applyAdam(state, decay, { update: 1, learningRate: 0.25, gradientScale: 1 });
    expect(state.weights[0]).toBe(4 - 0.25 * 0.5 * 4);
    expect(state.secondMoments[0]).toBe(0);
  });

  test("touches only its range", () => {
    const state = { ...range([1, 1, 1, 1], [1, 1, 1, 1]), from: 1, to: 3 };
    applyAdam(state, options, { update: 1, learningRate: 1, gradientScale: 1 });
    expect([...state.weights].map((w) => w === 1)).toEqual([true, false, false, true]);
  });
});

test.each([
  [{ beta1: -0.1 }, /beta1 must be in \[0, 1\), got -0.1/],
  [{ beta1: Number.NaN }, /beta1/],
  [{ epsilon: 0 }, /epsilon must be positive, got 0/],
  [{ weightDecay: -1 }, /weightDecay must be 0 or more, got -1/],
])("checkAdamOptions refuses %o", (change, message) => {
  expect(() => checkAdamOptions("test", { ...options, ...change })).toThrow(message);
});
