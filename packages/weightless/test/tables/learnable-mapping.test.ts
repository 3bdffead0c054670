import { seededWords } from "@bnnkit/core";
import { expect, test } from "vitest";
import { LearnableMapping } from "../../src/tables/learnable-mapping.ts";

/** Two values, two inputs of tables that choose from both. */
function mappingOf(scores: readonly number[]): LearnableMapping {
  const mapping = new LearnableMapping(2, 2, 2, seededWords(5));
  // Which candidate is which is drawn; the score of value v at a slot stands where a score of 1 chooses v.
  for (let slot = 0; slot < 2; slot++) {
    mapping.scores.values.set([1, 0], 2 * slot);
    mapping.refresh();
    const isFirst = mapping.connections[slot] === 0;
    const [ofZero = 0, ofOne = 0] = scores.slice(2 * slot);
    mapping.scores.values.set(isFirst ? [ofZero, ofOne] : [ofOne, ofZero], 2 * slot);
  }
  mapping.refresh();
  return mapping;
}

test("each input reads the value whose score is highest", () => {
  expect([...mappingOf([0.3, 0.2, -0.5, -0.4]).connections]).toEqual([0, 1]);
});

test("gradients by hand: (2x − 1)·g for the scores, shares of g for the values", () => {
  const mapping = mappingOf([0.5, 0.5, 0.1, 0.9]);
  // Value 0 is 1, 0, 1 in three samples, value 1 is 0, 0, 1.
  const input = Float32Array.of(1, 0, 1, 0, 0, 1);
  mapping.read({ batch: 3, input, output: new Float32Array(0) });
  const ofInput = new Float32Array(6);
  mapping.backward(0, Float32Array.of(1, 2, 4), ofInput);
  // Equal scores: half of the gradient each.
  expect([...ofInput]).toEqual([0.5, 1, 2, 0.5, 1, 2]);
  // 1 − 2 + 4 for value 0, −1 − 2 + 4 for value 1.
  expect([...mapping.scores.gradients.subarray(0, 2)].sort()).toEqual([1, 3]);
  mapping.backward(1, Float32Array.of(8, 0, 0), ofInput);
  // At 0.8 apart all of it goes to value 1.
  expect([...ofInput]).toEqual([0.5, 1, 2, 8.5, 1, 2]);
});

test("chooses from drawn values, each once, where there are fewer candidates than values", () => {
  const mapping = new LearnableMapping(100, 50, 4, seededWords(1));
  expect(mapping.scores.values.length).toBe(200);
  expect(mapping.connections.every((value) => value >= 0 && value < 100)).toBe(true);
  expect(new LearnableMapping(3, 2, 50, seededWords(1)).scores.values.length).toBe(6);
});
