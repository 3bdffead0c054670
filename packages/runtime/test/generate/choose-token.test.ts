import { describe, expect, test } from "vitest";
import { chooseToken, logProbabilityOf } from "../../src/generate/choose-token.ts";

/** Probabilities ½, ¼, ⅛, ⅛ of the tokens 1, 3, 0, 2. */
const scores = Float32Array.from([1, 4, 1, 2], Math.log);
const all = { temperature: 1, topK: 4, topP: 1 };

/** The tokens of draws at these numbers. */
function drawn(sampling: typeof all, ...numbers: readonly number[]): readonly number[] {
  return numbers.map((u) => chooseToken(scores, sampling, () => u).token);
}

describe("chooseToken", () => {
  test("temperature 0 takes the greatest, of equal ones the first, and draws nothing", () => {
    const noDraw = (): number => {
      throw new Error("nothing must be drawn");
    };
    const greedy = { ...all, temperature: 0 };
    expect(chooseToken(scores, greedy, noDraw).token).toBe(1);
    expect(chooseToken(Float32Array.of(2, 7, 7), greedy, noDraw).token).toBe(1);
  });

  test("a number in 0 ≤ u < 1 falls into the share of a token, by rising ids", () => {
    // 0: ⅛, 1: ½, 2: ⅛, 3: ¼
    expect(drawn(all, 0, 0.12, 0.13, 0.62, 0.63, 0.74, 0.76, 0.999)).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3,
    ]);
  });

  test("topK keeps the greatest scores: ⅔ and ⅓ of two", () => {
    expect(drawn({ ...all, topK: 2 }, 0, 0.66, 0.67, 0.999)).toEqual([1, 1, 3, 3]);
    expect(drawn({ ...all, topK: 1 }, 0.999)).toEqual([1]);
    // Of equal scores the lower id.
    expect(drawn({ ...all, topK: 3 }, 0.999)).toEqual([0]);
  });

  test("topP keeps the fewest that add up to it", () => {
    expect(drawn({ ...all, topP: 0.5 }, 0, 0.999)).toEqual([1, 1]);
    expect(drawn({ ...all, topP: 0.51 }, 0.66, 0.67, 0.999)).toEqual([1, 3, 3]);
    expect(drawn({ ...all, topP: 1e-9 }, 0.999)).toEqual([1]);
  });

  test("temperature ½ squares the probabilities: 16, 4, 1 and 1 of 22", () => {
    expect(drawn({ ...all, temperature: 0.5, topK: 3 }, 0.76, 0.77, 0.95, 0.96)).toEqual([
      1, 3, 3, 0,
    ]);
  });

  test("the probability is what it was before temperature and choice", () => {
    const { token, logProbability } = chooseToken(scores, { ...all, topK: 2 }, () => 0.999);
    expect(token).toBe(3);
    expect(logProbability).toBeCloseTo(Math.log(0.25), 6);
    expect(logProbabilityOf(Float32Array.of(500, 500), 1)).toBeCloseTo(-Math.LN2, 6);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("a score of %s is refused", (score) => {
    expect(() => chooseToken(Float32Array.of(1, score), all, () => 0)).toThrow(
      `the score of token 1 must be finite, got ${score}`,
    );
  });
});
