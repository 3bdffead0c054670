import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import {
  Bthowen,
  correlationScores,
  FilterEnsemble,
  pruneFilters,
  withBiases,
} from "../src/index.ts";
import { randomBits, randomLabels } from "./random-bits.ts";

/** Two filters of one bit each, addressed by it. */
const twoBits = {
  inputs: 2,
  tupleSize: 1,
  entries: 2,
  hashes: 1,
  order: [0, 1],
  parameters: [1],
};

describe("pruning by correlation", () => {
  // Bit 0 tells the three classes apart as well as a bit can; bit 1 has been 0 and 1 in each.
  const network = new Bthowen({ ...twoBits, classes: 3 });
  const samples = [0, 0, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1];
  const labels = [0, 0, 1, 1, 2, 2];
  network.partialFit(samples, labels);
  const packed = network.binarize(1);

  test("rewards answers for the own class and punishes those for others", () => {
    // Class 0, bit 0: 2·(+1) twice and −1·(−1) four times. Bit 1: 2·(+1) twice and −1·(+1) four times.
    // Class 1, bit 0: 2·(+1) twice, −1·(+1) for class 2 twice, −1·(−1) for class 0 twice.
    expect([...correlationScores(packed, samples, labels)]).toEqual([8, 0, 4, 0, 4, 0]);
  });

  test("uniform: the filter leaves every class and the network shrinks", () => {
    const pruned = pruneFilters(packed, correlationScores(packed, samples, labels), 0.5);
    expect(pruned.filters).toBe(1);
    expect(pruned.tableBytes).toBe(packed.tableBytes / 2);
    expect([...pruned.responses([0, 1, 1, 0])]).toEqual([1, 0, 0, 0, 1, 1]);
  });

  test("per class: each loses its own worst filter", () => {
    const pruned = pruneFilters(packed, [1, 2, 2, 1, 2, 1], 0.5, "per-class");
    expect(pruned.filters).toBe(2);
    expect([...packed.responses([0, 1, 1, 0])]).toEqual([2, 1, 1, 1, 2, 2]);
    expect([...pruned.responses([0, 1, 1, 0])]).toEqual([1, 0, 0, 1, 1, 1]);
  });

  test("removes nothing at 0 and refuses what is no share", () => {
    const scores = correlationScores(packed, samples, labels);
    expect(pruneFilters(packed, scores, 0).state()).toEqual(packed.state());
    for (const ratio of [1, -0.1, Number.NaN]) {
      expect(() => pruneFilters(packed, scores, ratio)).toThrow("ratio must be at least 0");
    }
    expect(() => pruneFilters(packed, [1], 0.5)).toThrow("scores must have 6 elements");
  });

  test("biases shift the vote", () => {
    const biased = withBiases(packed, Float64Array.of(0, 0.5, 0.25));
    expect([...packed.predict([1, 0])]).toEqual([1]);
    expect([...withBiases(packed, Float64Array.of(0, 0, 0.5)).predict([1, 0])]).toEqual([2]);
    expect([...biased.responses([1, 0])]).toEqual([1, 2.5, 2.25]);
    expect(() => withBiases(packed, Float64Array.of(1))).toThrow("number of biases (1)");
  });
});

test("an ensemble sums what its networks respond", () => {
  const random = createRandom(7);
  const samples = randomBits(random, 60, 33).flat();
  const labels = randomLabels(random, 60, 3);
  const networks = [5, 8, 11].map((tupleSize) => {
    const network = new Bthowen({ inputs: 33, classes: 3, tupleSize, entries: 32, hashes: 2 });
    network.partialFit(samples, labels);
    return network.binarize(1);
  });
  const ensemble = new FilterEnsemble(networks);
  const queries = randomBits(random, 20, 33).flat();
  const responses = networks.map((network) => network.responses(queries));
  const sums = Array.from({ length: 60 }, (_, i) =>
    responses.reduce((sum, of) => sum + (of[i] ?? 0), 0),
  );
  expect([...ensemble.responses(queries)]).toEqual(sums);
  expect(ensemble.tableBytes).toBe(((7 + 5 + 3) * 32 * 3) / 8);
  expect(() => new FilterEnsemble([])).toThrow("number of networks");
  const other = new Bthowen({ ...twoBits, classes: 3 }).binarize(1);
  expect(() => new FilterEnsemble([...networks, other])).toThrow("networks[3].inputs (2)");
});
