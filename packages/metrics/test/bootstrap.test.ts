import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  bleu,
  bleuStatistics,
  bootstrapInterval,
  chrf,
  chrfStatistics,
  pairedBootstrap,
  type SegmentStatistics,
} from "../src/index.ts";
import { percentileInterval, resampledScores, seededIndices } from "../src/resampling.ts";

/** Right answers of all answers, in percent. */
const share = (...segments: [right: number, all: number][]): SegmentStatistics => ({
  segments,
  score: (sums) => (100 * sums[0]) / sums[1],
});

const replay = (indices: readonly number[]) => {
  let next = 0;
  return () => indices[next++];
};

describe("resampling by hand", () => {
  test("all four resamples of two segments", () => {
    // 1 of 2 and 3 of 3 right: both first 2/4, mixed 4/5, both second 6/6.
    const draws = [0, 0, 0, 1, 1, 0, 1, 1];
    const [scores] = resampledScores([share([1, 2], [3, 3])], 4, replay(draws));
    expect([...scores]).toEqual([50, 80, 80, 100]);
    expect(percentileInterval(scores, 0.95)).toEqual({ lower: 50, upper: 100 });
    expect(percentileInterval(scores, 0.5)).toEqual({ lower: 80, upper: 80 });
  });

  test("two systems are scored on the same draws", () => {
    const systems = [share([1, 1], [0, 1]), share([0, 1], [1, 1])];
    const [a, b] = resampledScores(systems, 3, replay([0, 0, 0, 1, 1, 1]));
    expect([...a]).toEqual([100, 50, 0]);
    expect([...b]).toEqual([0, 50, 100]);
  });

  test("drawn at random, the four resamples come equally often", () => {
    const [scores] = resampledScores([share([1, 2], [3, 3])], 40_000, seededIndices(7, 2));
    const times = (score: number) => scores.filter((s) => s === score).length / scores.length;
    expect(times(50)).toBeCloseTo(1 / 4, 1.7);
    expect(times(80)).toBeCloseTo(2 / 4, 1.7);
    expect(times(100)).toBeCloseTo(1 / 4, 1.7);
  });

  test("of 1000 values 25 are dropped at either end for 0.95, 50 for 0.9", () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => 999 - i);
    expect(percentileInterval(values, 0.95)).toEqual({ lower: 25, upper: 974 });
    expect(percentileInterval(values, 0.9)).toEqual({ lower: 50, upper: 949 });
  });

  test("every index is drawn about as often as the others", () => {
    const draw = seededIndices(-3, 10);
    const counts = new Array(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[draw()]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

const hypotheses = [
  "der Hund bellt laut im Garten",
  "die Katze schläft",
  "ein Haus am See ist schön",
];
const references = [
  ["der Hund bellt im Garten"],
  ["eine Katze schläft"],
  ["das Haus am See ist schön"],
];

describe("statistics of the segments", () => {
  test("their sum has the score of the corpus", () => {
    const options = { lowercase: true, wordOrder: 2 } as const;
    const sum = ({ segments, score }: SegmentStatistics) =>
      score(segments[0].map((_, i) => segments.reduce((total, row) => total + row[i], 0)));
    expect(sum(bleuStatistics(hypotheses, references, options))).toBe(
      bleu(hypotheses, references, options).score,
    );
    expect(sum(chrfStatistics(hypotheses, references, options))).toBe(
      chrf(hypotheses, references, options).score,
    );
  });

  test("a row is what its documentation says", () => {
    // a b c against a b d: 1-grams 2 of 3, 2-grams 1 of 2, 3-grams 0 of 1.
    expect(bleuStatistics(["a b c"], [["a b d"]]).segments).toEqual([
      [3, 3, 2, 1, 0, 0, 3, 2, 1, 0],
    ]);
    expect(chrfStatistics(["abc"], [["abde"]], { characterOrder: 2 }).segments).toEqual([
      [3, 4, 2, 2, 3, 1],
    ]);
  });
});

describe("bootstrapInterval", () => {
  property.prop([fc.integer(), fc.integer({ min: 1, max: 50 })])(
    "is the same for the same seed, and in order",
    (seed, samples) => {
      const statistics = chrfStatistics(hypotheses, references);
      const interval = bootstrapInterval({ ...statistics, seed, samples });
      expect(bootstrapInterval({ ...statistics, seed, samples })).toEqual(interval);
      expect(interval.lower).toBeLessThanOrEqual(interval.upper);
      expect(interval.score).toBe(chrf(hypotheses, references).score);
    },
  );

  test("equal segments leave nothing to chance", () => {
    const statistics = share([1, 4], [1, 4], [1, 4]);
    expect(bootstrapInterval({ ...statistics, seed: 1 })).toEqual({
      score: 25,
      lower: 25,
      upper: 25,
    });
  });

  test("has the width of the normal approximation for a share", () => {
    // 400 answers, half of them right: 50 ± 1.96·√(0.5·0.5/400) = 50 ± 4.9 %.
    const answers = share(...Array.from({ length: 400 }, (_, i): [number, number] => [i % 2, 1]));
    const { lower, upper } = bootstrapInterval({ ...answers, seed: 5 });
    expect(Math.abs(lower - 45.1)).toBeLessThan(1);
    expect(Math.abs(upper - 54.9)).toBeLessThan(1);
  });

  test("1000 resamples of 1000 segments end in time", () => {
    const lines = Array.from({ length: 1000 }, (_, i) => hypotheses[i % 3]);
    const statistics = chrfStatistics(
      lines,
      lines.map((_, i) => references[i % 3]),
    );
    const { score, lower, upper } = bootstrapInterval({ ...statistics, seed: 1 });
    expect(lower).toBeLessThan(score);
    expect(upper).toBeGreaterThan(score);
  });

  test.each([
    [{ samples: 0 }, "samples must be an integer ≥ 1, got 0"],
    [{ seed: 0.5 }, "seed must be an integer, got 0.5"],
    [{ confidence: 1 }, "confidence must be between 0 and 1, got 1"],
    [{ confidence: Number.NaN }, "confidence must be between 0 and 1, got NaN"],
    [{ segments: [] }, "segments must not be empty"],
    [{ segments: [[1, 2], [1]] }, "segments[1].length must be 2, got 1"],
  ])("%o is refused", (wrong, message) => {
    expect(() => bootstrapInterval({ ...share([1, 2]), seed: 1, ...wrong })).toThrow(
      new RangeError(`bootstrapInterval: ${message}`),
    );
  });
});

describe("pairedBootstrap", () => {
  test("a system that is better in every segment always wins", () => {
    const result = pairedBootstrap(share([2, 2], [1, 2]), share([1, 2], [0, 2]), { seed: 1 });
    expect(result).toEqual({ scores: [75, 25], difference: 50, lower: 50, upper: 50, pValue: 0 });
  });

  test("the p-value is the share of draws that the better one does not win", () => {
    // Differences: +3 and −1 of 4. The second segment twice, a quarter of the draws, is lost.
    const result = pairedBootstrap(share([3, 4], [0, 4]), share([0, 4], [1, 4]), {
      seed: 1,
      samples: 20_000,
    });
    expect(result.difference).toBe(25);
    expect([result.lower, result.upper]).toEqual([-25, 75]);
    expect(result.pValue).toBeCloseTo(1 / 4, 1.7);
  });

  test("exchanging the systems changes the sign alone", () => {
    const a = bleuStatistics(hypotheses, references);
    const b = bleuStatistics(["der Hund bellt im Hof", ...hypotheses.slice(1)], references);
    const forward = pairedBootstrap(a, b, { seed: 3 });
    const backward = pairedBootstrap(b, a, { seed: 3 });
    expect(backward.pValue).toBe(forward.pValue);
    expect(backward.difference).toBe(-forward.difference);
    expect([backward.lower, backward.upper]).toEqual([0 - forward.upper, 0 - forward.lower]);
  });

  test("equal systems are no better than each other", () => {
    const a = bleuStatistics(hypotheses, references);
    expect(pairedBootstrap(a, a, { seed: 1 })).toMatchObject({ difference: 0, pValue: 1 });
  });

  test("systems of different test sets are refused", () => {
    expect(() => pairedBootstrap(share([1, 2]), share([1, 2], [1, 2]), { seed: 1 })).toThrow(
      new RangeError("pairedBootstrap: a.segments.length (1) must equal b.segments.length (2)"),
    );
  });
});
