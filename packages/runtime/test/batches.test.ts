import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { planBatches } from "../src/translate/batches.ts";

test("similar lengths together, longest first, within the limit", () => {
  const options = { batchTokens: 10, beamSize: 1, keepOrder: false };
  expect(planBatches([3, 11, 5, 4, 1, 5], options)).toEqual([[1], [2, 5], [3, 0, 4]]);
  expect(planBatches([3, 11, 5, 4, 1, 5], { ...options, beamSize: 2 })).toEqual([
    [1],
    [2],
    [5],
    [3],
    [0, 4],
  ]);
});

test("in order where order matters", () => {
  const options = { batchTokens: 8, beamSize: 1, keepOrder: true };
  expect(planBatches([3, 5, 9, 1, 1], options)).toEqual([[0, 1], [2], [3, 4]]);
});

test.prop([
  fc.array(fc.integer({ min: 1, max: 60 })),
  fc.integer({ min: 1, max: 200 }),
  fc.integer({ min: 1, max: 5 }),
  fc.boolean(),
])(
  "every sentence once; a batch over the limit is one sentence",
  (lengths, batchTokens, beamSize, keepOrder) => {
    const batches = planBatches(lengths, { batchTokens, beamSize, keepOrder });
    expect(batches.flat().sort((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
    for (const batch of batches) {
      const cost = batch.reduce((sum, i) => sum + lengths[i]! * beamSize, 0);
      expect(batch.length === 1 || cost <= batchTokens).toBe(true);
    }
  },
);
