import {
  bnnPynqBuilds,
  type DataflowSchedule,
  planDataflow,
  scheduleDataflow,
} from "@bnnkit/hardware";
import { expect, test } from "vitest";

function scheduleOf(index: number): DataflowSchedule {
  const { description, folding } = bnnPynqBuilds[index];
  return scheduleDataflow(planDataflow({ description }, { folding }));
}

test("the CNV of one bit is as fast as its slowest layer, and an image takes about what was measured", () => {
  const { initiationIntervalCycles, latencyCycles, bottleneck } = scheduleOf(1);
  expect({ initiationIntervalCycles, bottleneck }).toEqual({
    initiationIntervalCycles: 32_768,
    bottleneck: "layer6",
  });
  const [, { clockMHz, published }] = bnnPynqBuilds;
  const error = latencyCycles / clockMHz / (published.latencyMicroseconds ?? 0) - 1;
  expect(Math.abs(error)).toBeLessThan(0.1);
});

test("the CNV of two bits is as fast as its slowest layer", () => {
  expect(scheduleOf(2).initiationIntervalCycles).toBe(115_200);
});
