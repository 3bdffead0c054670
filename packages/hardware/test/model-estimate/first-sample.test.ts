import { bnnPynqBuilds, planDataflow, scheduleBeats, scheduleDataflow } from "@bnnkit/hardware";
import { expect, test } from "vitest";
import { firstSample } from "../../src/schedule/first-sample.ts";
import {
  binarize,
  classifier,
  convolution,
  dense,
  maximum,
  sign,
  square,
} from "../network/networks.ts";

const description = classifier({ height: 8, width: 8, features: 2, code: [{ digit: "uint8" }] }, [
  binarize("image"),
  convolution("first", "bits", 4, square(3, 1)),
  sign("first.signs", "first"),
  maximum("pool", "first.signs", square(2, 0, 0, 2)),
  convolution("second", "pool", 6, square(2)),
  sign("second.signs", "second"),
  dense("scores", "second.signs", 4),
]);

test.each([
  {},
  { first: { pe: 4, simd: 18 }, second: { pe: 6, simd: 16 }, scores: { pe: 4, simd: 6 } },
  { first: { pe: 2, simd: 2 }, second: { pe: 1, simd: 4 }, scores: { pe: 2, simd: 3 } },
  { first: { pe: 4, simd: 1 }, second: { pe: 6, simd: 1 } },
])(
  "%j: the first sample leaves no later than clock by clock, and by a twentieth at most earlier",
  (folding) => {
    const plan = planDataflow({ description }, { folding });
    const stages = plan.stages.map(({ config }) => config);
    const beats = (plan.input.rows * plan.input.features) / plan.input.numbers;
    const passages = firstSample(stages, beats);
    const { latencyCycles } = scheduleDataflow(plan);
    const latency = (passages.at(-1)?.lastClock ?? 0) + 1;
    expect(latency).toBeLessThanOrEqual(latencyCycles);
    expect(latency).toBeGreaterThan(latencyCycles / 1.05);
  },
);

test("of one product of eight numbers, one at a time", () => {
  // Eight beats through a buffer (clocks 1 … 8), a result two clocks after the last: 10; of four outputs 8 clocks apart.
  const stages = planDataflow({
    description: classifier({ height: 1, width: 1, features: 8, code: [{ digit: "bipolar" }] }, [
      dense("scores", "image", 4),
    ]),
  }).stages.map(({ config }) => config);
  expect(firstSample(stages, 8)).toEqual([
    { beats: 8, lastClock: 8 },
    { beats: 4, lastClock: 10 + 3 * 8 },
  ]);
  expect(scheduleBeats(stages, 8, 4).outputClocks.at(-1)).toBe(34);
});

test("of a published build in no time", () => {
  const [, { description: cnv, folding }] = bnnPynqBuilds;
  const plan = planDataflow({ description: cnv }, { folding });
  const passages = firstSample(
    plan.stages.map(({ config }) => config),
    (32 * 32 * 3) / plan.input.numbers,
  );
  // As scheduleDataflow says, which is the exhaustive test's.
  expect((passages.at(-1)?.lastClock ?? 0) + 1).toBe(145_643);
});
