import { describe, expect, test } from "vitest";
import { greedySearch } from "../../src/search/greedy-search.ts";
import { finish, hashedModel, toyStep } from "./toy-step.ts";

const begin = 0;
const end = 1;

describe("greedySearch", () => {
  test("follows the most probable token; ties go to the lower id", () => {
    const model = (_: number, prefix: readonly number[]) =>
      prefix.length === 1 ? [0, 0.2, 0.4, 0.4] : [0, 0.7, 0.2, 0.1];
    const [hypothesis] = finish(
      greedySearch(toyStep(model), { begin, end, maximumLengths: [9] }, { alpha: 0.6 }),
    );
    const logProbabilities = [Math.fround(Math.log(0.4)), Math.fround(Math.log(0.7))];
    expect(hypothesis).toEqual({
      tokens: [2],
      logProbabilities,
      logProbability: logProbabilities[0]! + logProbabilities[1]!,
      score: (logProbabilities[0]! + logProbabilities[1]!) / ((5 + 2) / 6) ** 0.6,
      isComplete: true,
    });
  });

  test("an empty translation is the end token alone", () => {
    const step = toyStep(() => [0, 1]);
    expect(finish(greedySearch(step, { begin, end, maximumLengths: [3] }, { alpha: 0 }))).toEqual([
      { tokens: [], logProbabilities: [0], logProbability: 0, score: 0, isComplete: true },
    ]);
  });

  test("stops at each sentence's maximum length, and drops the rows of finished sentences", () => {
    const log: { parents: readonly number[]; tokens: readonly number[] }[] = [];
    const events = [];
    const step = toyStep(() => [0, 0, 1], 1, log);
    const search = greedySearch(step, { begin, end, maximumLengths: [2, 1, 3] }, { alpha: 0 });
    let next = search.next();
    for (; !next.done; next = search.next()) events.push(next.value);
    expect(next.value.map((h) => [h.tokens, h.isComplete])).toEqual([
      [[2, 2], false],
      [[2], false],
      [[2, 2, 2], false],
    ]);
    expect(log).toEqual([
      { parents: [0, 1, 2], tokens: [0, 0, 0] },
      { parents: [0, 2], tokens: [2, 2] },
      { parents: [1], tokens: [2] },
    ]);
    expect(events).toEqual([
      { rows: 3, finished: [1] },
      { rows: 2, finished: [0] },
      { rows: 1, finished: [2] },
    ]);
  });

  test("a sentence alone and in a batch gives the same hypothesis and tokens in order", () => {
    const model = hashedModel(7, 3);
    const streamed: number[][] = [[], [], []];
    const together = finish(
      greedySearch(
        toyStep(model),
        { begin, end, maximumLengths: [8, 5, 11] },
        { alpha: 1, onToken: (sentence, token) => streamed[sentence]!.push(token) },
      ),
    );
    [8, 5, 11].forEach((maximumLength, sentence) => {
      const alone = toyStep((_, prefix) => model(sentence, prefix));
      const [hypothesis] = finish(
        greedySearch(alone, { begin, end, maximumLengths: [maximumLength] }, { alpha: 1 }),
      );
      expect(together[sentence]).toEqual(hypothesis);
      expect(streamed[sentence]).toEqual(hypothesis!.tokens);
    });
  });

  test("no sentences, no steps", () => {
    const step = toyStep(() => []);
    expect(finish(greedySearch(step, { begin, end, maximumLengths: [] }, { alpha: 0 }))).toEqual(
      [],
    );
  });
});
