import { describe, expect, test } from "vitest";
import { createRandom, randomFromState } from "../src/index.ts";

describe("xoshiro128**", () => {
  test("first outputs from state 1, 2, 3, 4 follow the published recurrence", () => {
    const random = randomFromState([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, () => random.nextUint32())).toEqual([
      2 * 5 * 2 ** 7 * 9, // rotl(5·s₁, 7)·9 with s₁ = 2
      0, // s₁ becomes 2 ⊕ (3 ⊕ 1) = 0
      5927040,
      70819200,
      2031721883,
      1637235492,
      1287239034,
      3734860849,
      3729100597,
      4258142804,
    ]);
  });
});

describe("createRandom", () => {
  test("the same seed gives the same numbers, another seed others", () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.nextUint32());
    };
    expect(draw(11)).toEqual(draw(11));
    expect(draw(11)).not.toEqual(draw(12));
    expect(new Set(draw(0)).size).toBe(5);
  });

  test.each([-1, 0.5, 2 ** 32, Number.NaN])("seed %d is refused", (seed) => {
    expect(() => createRandom(seed)).toThrow(RangeError);
  });

  test("integer reaches both ends and nothing else", () => {
    const random = createRandom(3);
    const seen = new Set(Array.from({ length: 200 }, () => random.integer(-2, 2)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });

  test("moments of 10,000 draws lie within five standard errors", () => {
    const random = createRandom(5);
    const n = 10_000;
    const mean = (draw: () => number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += draw();
      return sum / n;
    };
    expect(Math.abs(mean(random.uniform) - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(mean(random.sign))).toBeLessThan(5 * Math.sqrt(1 / n));
    expect(Math.abs(mean(random.normal))).toBeLessThan(5 * Math.sqrt(1 / n));
    expect(Math.abs(mean(() => random.normal() ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  });
});
