import { describe, expect, test } from "vitest";
import { averageWeights } from "../../src/export/average-weights.ts";
import { defaultConfig } from "../../src/fit/fit-config.ts";
import type { WeightsState } from "../../src/fit/run-state.ts";
import { transformerConfigOf } from "../../src/fit/transformer-config.ts";

const state = (step: number, values: number[]): WeightsState => ({
  kind: "weights",
  model: transformerConfigOf(defaultConfig, 300),
  step,
  score: step,
  parameters: { w: Float32Array.from(values) },
});

describe("averageWeights", () => {
  test("is the mean of each value, at the newest step, without a score", () => {
    const mean = averageWeights([state(3, [1, -0]), state(9, [2, 6]), state(6, [6, -3])]);
    expect(mean.parameters.w).toEqual(Float32Array.of((1 + 2 + 6) / 3, (0 + 6 - 3) / 3));
    expect(mean.step).toBe(9);
    expect(mean.score).toBeUndefined();
  });

  test("refuses nothing, and weights of another model", () => {
    expect(() => averageWeights([])).toThrow(/must not be empty/);
    expect(() => averageWeights([state(1, [1, 2]), state(2, [1])])).toThrow(
      /w must have 1 values, got 2/,
    );
  });
});
