import { expect, test } from "vitest";
import { type LearningRateSchedule, learningRate } from "../src/learning-rate.ts";

const schedule: LearningRateSchedule = { peak: 0.004, warmupSteps: 100 };

test("rises linearly to the peak, then falls with the inverse square root", () => {
  expect(learningRate(0, schedule)).toBeCloseTo(0.004 / 100, 12);
  expect(learningRate(49, schedule)).toBeCloseTo(0.004 / 2, 12);
  expect(learningRate(99, schedule)).toBeCloseTo(0.004, 12);
  expect(learningRate(399, schedule)).toBeCloseTo(0.004 / 2, 12);
  expect(learningRate(899, schedule)).toBeCloseTo(0.004 / 3, 12);
});

test("without a warm-up the first step has the peak", () => {
  expect(learningRate(0, { peak: 0.1, warmupSteps: 0 })).toBeCloseTo(0.1, 12);
  expect(learningRate(3, { peak: 0.1, warmupSteps: 0 })).toBeCloseTo(0.1 / 2, 12);
});

test("restarts with its own peak", () => {
  const restarted = { ...schedule, restart: { step: 1000, peak: 0.002 } };
  expect(learningRate(999, restarted)).toBe(learningRate(999, schedule));
  expect(learningRate(1000, restarted)).toBeCloseTo(0.002 / 100, 12);
  expect(learningRate(1399, restarted)).toBeCloseTo(0.002 / 2, 12);
});

test("a linear tail goes from the rate it meets to its own", () => {
  const tail = { kind: "linear", step: 399, endStep: 599, rate: 0.0001 } as const;
  const withTail = { ...schedule, tail };
  expect(learningRate(398, withTail)).toBe(learningRate(398, schedule));
  expect(learningRate(399, withTail)).toBeCloseTo(0.002, 12);
  expect(learningRate(499, withTail)).toBeCloseTo((0.002 + 0.0001) / 2, 12);
  expect(learningRate(599, withTail)).toBe(0.0001);
  expect(learningRate(10_000, withTail)).toBe(0.0001);
});

test("a constant tail holds its rate", () => {
  const tail = { kind: "constant", step: 200, endStep: 300, rate: 0.0003 } as const;
  expect([199, 200, 250, 301].map((step) => learningRate(step, { ...schedule, tail }))).toEqual([
    learningRate(199, schedule),
    0.0003,
    0.0003,
    0.0003,
  ]);
});

test.each([
  [-1, schedule],
  [0.5, schedule],
  [0, { ...schedule, peak: NaN }],
  [0, { ...schedule, warmupSteps: 1.5 }],
  [0, { ...schedule, restart: { step: -1, peak: 1 } }],
  [0, { ...schedule, tail: { kind: "linear", step: 5, endStep: 4, rate: 0 } as const }],
])("step %d of %o is refused", (step, wrong) => {
  expect(() => learningRate(step, wrong)).toThrow(RangeError);
});
