import { describe, expect, test } from "vitest";
import { defaultConfig, type FitConfig } from "../../src/fit/fit-config.ts";
import { rateAt } from "../../src/fit/learning-rate.ts";

const config: FitConfig = {
  ...defaultConfig,
  steps: 1000,
  variant: "w1a1",
  binarizeAt: 500,
  schedule: { peakRate: 0.01, warmupSteps: 100, restartShare: 0.5, tailSteps: 100, tailShare: 0.1 },
};

describe("rateAt", () => {
  test("rises in a straight line to the peak, then falls with the inverse root", () => {
    expect(rateAt(0, config)).toBeCloseTo(0.01 / 100, 12);
    expect(rateAt(99, config)).toBeCloseTo(0.01, 12);
    expect(rateAt(399, config)).toBeCloseTo(0.01 * Math.sqrt(100 / 400), 12);
  });

  test("starts again where binarization starts, not in float", () => {
    expect(rateAt(500, config)).toBeCloseTo((0.5 * 0.01) / 100, 12);
    expect(rateAt(599, config)).toBeCloseTo(0.5 * 0.01, 12);
    expect(rateAt(500, { ...config, variant: "float" })).toBeCloseTo(
      0.01 * Math.sqrt(100 / 501),
      12,
    );
    const without = { ...config, schedule: { ...config.schedule, restartShare: 0 } };
    expect(rateAt(500, without)).toBeCloseTo(0.01 * Math.sqrt(100 / 501), 12);
  });

  test("falls to a share of itself over the last steps", () => {
    const untouched = 0.5 * 0.01 * Math.sqrt(100 / 450);
    expect(rateAt(949, config)).toBeCloseTo(untouched * (1 - 0.9 * 0.49), 12);
  });
});
