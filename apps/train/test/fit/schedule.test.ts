import { learningRate } from "@bnnkit/transformer";
import { describe, expect, test } from "vitest";
import { defaultConfig, type FitConfig } from "../../src/fit/fit-config.ts";
import { scheduleOf } from "../../src/fit/schedule.ts";

const config: FitConfig = {
  ...defaultConfig,
  steps: 1000,
  variant: "w1a1",
  binarizeAt: 500,
  schedule: { peakRate: 0.01, warmupSteps: 100, restartShare: 0.5, tailSteps: 100, tailShare: 0.1 },
};
const rateAt = (step: number, changed: FitConfig = config): number =>
  learningRate(step, scheduleOf(changed));

describe("scheduleOf", () => {
  test("rises in a straight line to the peak, then falls with the inverse root", () => {
    expect(rateAt(0)).toBeCloseTo(0.01 / 100, 12);
    expect(rateAt(99)).toBeCloseTo(0.01, 12);
    expect(rateAt(399)).toBeCloseTo(0.01 * Math.sqrt(100 / 400), 12);
  });

  test("starts again where binarization starts, not in float, nor if told not to", () => {
    expect(rateAt(500)).toBeCloseTo((0.5 * 0.01) / 100, 12);
    expect(rateAt(599)).toBeCloseTo(0.5 * 0.01, 12);
    const decayed = 0.01 * Math.sqrt(100 / 501);
    expect(rateAt(500, { ...config, variant: "float" })).toBeCloseTo(decayed, 12);
    const steady = { ...config, schedule: { ...config.schedule, restartShare: 0 } };
    expect(rateAt(500, steady)).toBeCloseTo(decayed, 12);
  });

  test("falls in a straight line to a share of itself over the last steps", () => {
    const before = 0.5 * 0.01 * Math.sqrt(100 / 401);
    expect(rateAt(900)).toBeCloseTo(before, 12);
    expect(rateAt(950)).toBeCloseTo(before * (1 - 0.9 / 2), 12);
    expect(rateAt(1000)).toBeCloseTo(before * 0.1, 12);
    const endless = { ...config, schedule: { ...config.schedule, tailSteps: 0 } };
    expect(rateAt(1000, endless)).toBeCloseTo(0.5 * 0.01 * Math.sqrt(100 / 501), 12);
  });

  test.each([
    ["at the restart", 500],
    ["in its warm-up", 450],
    ["before it", 900],
  ])("a tail that would begin %s begins at the peak", (_, tailSteps) => {
    const long = { ...config, schedule: { ...config.schedule, tailSteps } };
    expect(rateAt(598, long)).toBeCloseTo(0.5 * 0.01 * 0.99, 12);
    expect(rateAt(599, long)).toBeCloseTo(0.5 * 0.01, 12);
    expect(rateAt(1000, long)).toBeCloseTo(0.5 * 0.01 * 0.1, 12);
    expect(rateAt(799, long)).toBeCloseTo(0.5 * 0.01 * (1 - (0.9 * 200) / 401), 12);
  });
});
