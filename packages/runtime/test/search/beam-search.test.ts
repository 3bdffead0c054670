import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { beamSearch } from "../../src/search/beam-search.ts";
import { greedySearch } from "../../src/search/greedy-search.ts";
import { lengthPenalty } from "../../src/search/length-penalty.ts";
import { finish, hashedModel, type ToyModel, toyStep } from "./toy-step.ts";

const begin = 0;
const end = 1;

/** Scores of every hypothesis up to a length, by enumeration. */
function enumerate(model: ToyModel, maximumLength: number, alpha: number) {
  const all: { tokens: number[]; score: number }[] = [];
  const visit = (prefix: number[], logProbability: number) => {
    model(0, prefix).forEach((probability, token) => {
      const sum = logProbability + Math.fround(Math.log(probability));
      const length = prefix.length;
      const score = sum / lengthPenalty(length, alpha);
      if (token === end) all.push({ tokens: prefix.slice(1), score });
      else if (length === maximumLength) all.push({ tokens: [...prefix.slice(1), token], score });
      else visit([...prefix, token], sum);
    });
  };
  visit([begin], 0);
  return all.sort((a, b) => b.score - a.score);
}

describe("beamSearch", () => {
  test.prop([fc.nat(), fc.constantFrom(0, 0.6, 1.3), fc.integer({ min: 1, max: 4 })])(
    "a beam that holds every prefix finds the best n of all hypotheses",
    (seed, alpha, maximumLength) => {
      const model = hashedModel(4, seed);
      const expected = enumerate(model, maximumLength, alpha);
      const nBest = Math.min(5, expected.length);
      const [found] = finish(
        beamSearch(
          toyStep(model, 4 ** maximumLength),
          { begin, end, maximumLengths: [maximumLength] },
          { beamSize: 4 ** maximumLength, nBest, alpha },
        ),
      );
      expect(found!.map((h) => h.score)).toEqual(expected.slice(0, nBest).map((h) => h.score));
      expect(found![0]!.tokens).toEqual(expected[0]!.tokens);
    },
  );

  test.prop([fc.nat(), fc.integer({ min: 1, max: 12 })])(
    "beam 1 is greedy",
    (seed, maximumLength) => {
      const model = hashedModel(5, seed);
      const task = { begin, end, maximumLengths: [maximumLength, maximumLength + 3] };
      const beam = finish(beamSearch(toyStep(model), task, { beamSize: 1, nBest: 1, alpha: 0.6 }));
      const greedy = finish(greedySearch(toyStep(model), task, { alpha: 0.6 }));
      expect(beam).toEqual(greedy.map((hypothesis) => [hypothesis]));
    },
  );

  test.prop([fc.nat(), fc.integer({ min: 2, max: 6 }), fc.constantFrom(0, 0.6)])(
    "n-best are sorted, distinct and complete up to the beam; a batch changes nothing",
    (seed, beamSize, alpha) => {
      const model = hashedModel(9, seed);
      const options = { beamSize, nBest: beamSize, alpha };
      const maximumLengths = [6, 3, 9];
      const together = finish(
        beamSearch(toyStep(model, beamSize), { begin, end, maximumLengths }, options),
      );
      maximumLengths.forEach((maximumLength, sentence) => {
        const list = together[sentence]!;
        expect(list.length).toBe(beamSize);
        expect(new Set(list.map((h) => h.tokens.join())).size).toBe(beamSize);
        expect(list.map((h) => h.score)).toEqual(list.map((h) => h.score).sort((a, b) => b - a));
        const alone = aloneStep(model, sentence, beamSize);
        const task = { begin, end, maximumLengths: [maximumLength] };
        expect(finish(beamSearch(alone, task, options))).toEqual([list]);
        const fewer = finish(
          beamSearch(aloneStep(model, sentence, beamSize), task, { ...options, nBest: 1 }),
        );
        expect(fewer).toEqual([list.slice(0, 1)]);
      });
    },
  );

  test("finds a sentence that greedy search misses", () => {
    const model: ToyModel = (_, prefix) => {
      if (prefix.length === 1) return [0, 0, 0.6, 0.4];
      return prefix[1] === 2 ? [0, 0.3, 0.4, 0.3] : [0, 0.9, 0.05, 0.05];
    };
    const task = { begin, end, maximumLengths: [2] };
    const options = { beamSize: 2, nBest: 2, alpha: 0 };
    expect(finish(greedySearch(toyStep(model), task, options))[0]!.tokens).toEqual([2, 2]);
    expect(finish(beamSearch(toyStep(model, 2), task, options))[0]![0]!.tokens).toEqual([3]);
  });

  test("a greater length penalty prefers longer translations", () => {
    const model: ToyModel = (_, prefix) => (prefix.length < 3 ? [0, 0.5, 0.5] : [0, 1, 0]);
    const best = (alpha: number) =>
      finish(
        beamSearch(
          toyStep(model, 3),
          { begin, end, maximumLengths: [9] },
          { beamSize: 3, nBest: 1, alpha },
        ),
      )[0]![0]!.tokens.length;
    expect([best(0), best(10)]).toEqual([0, 2]);
  });

  test("a token of probability 0 is never taken, even when the beam is wider than what is left", () => {
    const step = toyStep(() => [0, 1, 0], 3);
    const [list] = finish(
      beamSearch(step, { begin, end, maximumLengths: [4] }, { beamSize: 3, nBest: 3, alpha: 0 }),
    );
    expect(list!.map((h) => h.tokens)).toEqual([[]]);
  });
});

function aloneStep(model: ToyModel, sentence: number, k: number) {
  return toyStep((_, prefix) => model(sentence, prefix), k);
}

test("lengthPenalty is ((5 + n) / 6)^α", () => {
  expect(lengthPenalty(1, 0.6)).toBe(1);
  expect(lengthPenalty(7, 0)).toBe(1);
  expect(lengthPenalty(7, 2)).toBe(4);
});
