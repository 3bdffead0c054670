import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import { planEpoch } from "../../src/data/batch-plan.ts";
import { BatchSequence } from "../../src/data/batch-sequence.ts";
import { assembleBatch, cutShards } from "../../src/data/shard.ts";
import { pairLength, type TokenPairs } from "../../src/data/token-pairs.ts";
import { packRows } from "../../src/data/token-rows.ts";

/** Pairs of 1 to 40 tokens, every token's id telling its pair. */
function pairsOf(count: number): TokenPairs {
  const random = createRandom(7);
  const rows = (): number[][] =>
    Array.from({ length: count }, (_, pair) => {
      const length = random.integer(2, 41);
      return new Array<number>(length).fill(pair + 1);
    });
  return { count, source: packRows(rows()), target: packRows(rows()), dropped: 0 };
}

const pairs = pairsOf(997);
const options = { batchTokens: 512, seed: 3, pool: 8 };

describe("planEpoch", () => {
  test("takes every pair once", () => {
    const numbers = planEpoch(pairs, 0, options).flat();
    expect(numbers.toSorted((a, b) => a - b)).toEqual([...Array(997).keys()]);
  });

  test("no batch has more positions than allowed, and little is padding", () => {
    let positions = 0;
    let padded = 0;
    for (const batch of planEpoch(pairs, 0, options)) {
      const lengths = batch.map((pair) => pairLength(pairs, pair));
      const longest = Math.max(...lengths);
      expect(batch.length * longest).toBeLessThanOrEqual(512);
      padded += batch.length * longest;
      positions += lengths.reduce((a, b) => a + b);
    }
    expect(positions / padded).toBeGreaterThan(0.85);
  });

  test("is the same for the same seed and epoch, another for another", () => {
    expect(planEpoch(pairs, 2, options)).toEqual(planEpoch(pairs, 2, options));
    expect(planEpoch(pairs, 2, options)).not.toEqual(planEpoch(pairs, 3, options));
    expect(planEpoch(pairs, 2, options)).not.toEqual(planEpoch(pairs, 2, { ...options, seed: 4 }));
  });

  test("a pair longer than a batch stands alone", () => {
    const batches = planEpoch(pairs, 0, { ...options, batchTokens: 1 });
    expect(batches.length).toBe(997);
  });

  test("refuses batchTokens 0", () => {
    expect(() => planEpoch(pairs, 0, { ...options, batchTokens: 0 })).toThrow(RangeError);
  });
});

describe("BatchSequence", () => {
  test("goes on from any position, across epochs, with the batches that would have come", () => {
    const whole = new BatchSequence(pairs, options);
    const steps = 2 * planEpoch(pairs, 0, options).length + 5;
    for (let i = 0; i < steps; i++) {
      const other = new BatchSequence(pairs, options, whole.position);
      expect(other.next()).toEqual(whole.next());
      expect(other.position).toEqual(whole.position);
    }
    expect(whole.position.epoch).toBeGreaterThanOrEqual(1);
  });

  test("begins the next epoch behind the last batch, as when batches have become larger", () => {
    const behind = new BatchSequence(pairs, options, { epoch: 3, batch: 1e6 });
    expect(behind.next()).toEqual(planEpoch(pairs, 4, options)[0]);
    expect(behind.position).toEqual({ epoch: 4, batch: 1 });
  });

  test("refuses no pairs", () => {
    expect(() => new BatchSequence(pairsOf(0), options)).toThrow(/must not be empty/);
  });
});

describe("cutShards", () => {
  test.each([1, 2, 3, 7])(
    "gives %i shards in order, none empty, balanced by positions",
    (count) => {
      for (const batch of planEpoch(pairs, 1, options)) {
        const shards = cutShards(pairs, batch, count);
        expect(shards.flat()).toEqual(batch);
        expect(shards.length).toBe(Math.min(count, batch.length));
        const sizes = shards.map((shard) =>
          shard.reduce((sum, pair) => sum + pairLength(pairs, pair), 0),
        );
        expect(Math.min(...sizes)).toBeGreaterThan(0);
        const longest = Math.max(...batch.map((pair) => pairLength(pairs, pair)));
        if (batch.length >= 2 * count) {
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2 * longest);
        }
      }
    },
  );
});

describe("assembleBatch", () => {
  test("pads each side to its longest row", () => {
    const three: TokenPairs = {
      count: 3,
      source: packRows([
        [5, 2],
        [6, 7, 2],
        [8, 2],
      ]),
      target: packRows([
        [1, 9, 2],
        [1, 2],
        [1, 9, 9, 9, 2],
      ]),
      dropped: 0,
    };
    expect(assembleBatch(three, [2, 1], 0)).toEqual({
      source: Int32Array.of(8, 2, 0, 6, 7, 2),
      sourceLength: 3,
      target: Int32Array.of(1, 9, 9, 9, 2, 1, 2, 0, 0, 0),
      targetLength: 5,
      size: 2,
      padding: 0,
    });
  });
});
