import { describe, expect, test } from "vitest";
import { checkFinite, checkHeldOutLoss, checkStepLoss } from "../../src/fit/divergence.ts";

const vocabularySize = 4096; // 50 ln 4096 = 415.9

describe("checkStepLoss", () => {
  const check = (step: number, loss: number, gradientNorm = 1) =>
    checkStepLoss.bind(undefined, { step, loss, gradientNorm }, vocabularySize);

  test.each([
    [2, 8.3],
    [1, 1e9],
    [3, 415],
    [3, 0],
  ])("step %d may have the loss %d", (step, loss) => {
    expect(check(step, loss)).not.toThrow();
  });

  test.each([
    [1, Number.NaN, 1, "step 1: loss NaN, gradient norm 1.000"],
    [1, Number.POSITIVE_INFINITY, 1, "step 1: loss Infinity, gradient norm 1.000"],
    [1, 8, Number.NaN, "step 1: loss 8.000, gradient norm NaN"],
    [7, 8, Number.POSITIVE_INFINITY, "step 7: loss 8.000, gradient norm Infinity"],
    [2, 417, 3.5, "step 2: loss 417.000, gradient norm 3.500"],
    [2, 1.3e18, Number.NaN, "step 2: loss 1.3e+18, gradient norm NaN"],
  ])("step %d with the loss %d and the gradient norm %d has diverged", (step, loss, norm, says) => {
    expect(check(step, loss, norm)).toThrow(`the run diverged at ${says}`);
  });
});

describe("checkHeldOutLoss", () => {
  const check = (loss: number) => () =>
    checkHeldOutLoss({ step: 30, name: "toy", loss }, { vocabularySize, gradientNorm: 0.5 });

  test.each([0, 8, 415])("%d is a loss", (loss) => {
    expect(check(loss)).not.toThrow();
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 417])("%d is none", (loss) => {
    expect(check(loss)).toThrow(
      /^the run diverged: after step 30 the loss on toy is .+ was 0\.500$/,
    );
  });
});

describe("checkFinite", () => {
  const zeros = { w: Float32Array.of(0, 0), v: Float32Array.of(0) };

  test("lets numbers pass", () => {
    expect(() => checkFinite({ parameters: zeros }, 1)).not.toThrow();
    expect(() => checkFinite({ parameters: {}, firstMoments: zeros }, 1)).not.toThrow();
  });

  test.each(["parameters", "firstMoments", "secondMoments"])("refuses %s that are none", (kind) => {
    for (const bad of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const state = { parameters: zeros, [kind]: { ...zeros, v: Float32Array.of(bad) } };
      expect(() => checkFinite(state, 4)).toThrow(
        "the run diverged: after step 4 v holds numbers that are not finite",
      );
    }
  });
});
