import { describe, expect, test } from "vitest";
import { ProgressRate } from "../../src/fit/progress-rate.ts";
import { StepTime } from "../../src/fit/step-time.ts";

describe("StepTime", () => {
  test("counts everything before it knows a step", () => {
    expect(new StepTime().count(900)).toBe(900);
  });

  test("counts a pause of more than a minute and 20 steps as the median step", () => {
    const time = new StepTime();
    for (const seconds of [2, 1, 30, 1, 2]) expect(time.count(seconds)).toBe(seconds);
    expect(time.count(60)).toBe(60); // not more than a minute
    expect(time.count(61)).toBe(2);
    expect(time.count(3600)).toBe(2);
  });

  test("counts long steps where all are long", () => {
    const time = new StepTime();
    for (const seconds of [70, 90, 1400]) expect(time.count(seconds)).toBe(seconds);
    expect(time.count(1801)).toBe(90);
  });
});

describe("ProgressRate", () => {
  /** 100 tokens a step, one step a second but for the pauses after some steps. */
  function rateAfter(steps: number, pauses: Readonly<Record<number, number>> = {}): ProgressRate {
    const rate = new ProgressRate();
    let time = 5000;
    for (let step = 1; step <= steps; step++) {
      rate.add({ step, count: 100 * step }, time);
      time += 1000 * (1 + (pauses[step] ?? 0));
    }
    return rate;
  }

  test("says nothing before the second step", () => {
    expect(rateAfter(1).perSecond).toBe("?");
    expect(rateAfter(1).secondsPerStep).toBeNaN();
  });

  test("is that of the last minute", () => {
    expect(rateAfter(10).perSecond).toBe("100");
    expect(rateAfter(200).secondsPerStep).toBeCloseTo(1, 9);
    const slower = rateAfter(
      200,
      Object.fromEntries([...Array(200).keys()].map((s) => [s, s > 100 ? 3 : 0])),
    );
    expect(slower.perSecond).toBe("25");
  });

  test("leaves pauses of many minutes out", () => {
    const rate = rateAfter(30, { 20: 1800, 25: 7200 });
    expect(rate.perSecond).toBe("100");
    expect(rate.secondsPerStep).toBeCloseTo(1, 9);
  });

  test("counts what a short evaluation takes", () => {
    expect(rateAfter(21, { 10: 20 }).perSecond).toBe("50");
  });
});
