import { expect, test } from "vitest";
import { seededNormal, seededUniform, seededWords } from "../src/seeded-random.ts";

const draw = (next: () => number, count: number): number[] => Array.from({ length: count }, next);

test("keys name a stream, their order and number too", () => {
  const streams = [[], [0], [1], [0, 0], [0, 1], [1, 0]].map((keys) =>
    draw(seededWords(...keys), 4).join(),
  );
  expect(new Set(streams).size).toBe(6);
  expect(draw(seededWords(1, 2), 9)).toEqual(draw(seededWords(1, 2), 9));
});

test("uniform numbers are in [0, 1) with mean ½ and variance 1/12", () => {
  const values = draw(seededUniform(3), 20_000);
  expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  expect(mean).toBeCloseTo(1 / 2, 1.5);
  expect(variance).toBeCloseTo(1 / 12, 2);
});

test("normal numbers have mean 0 and variance 1", () => {
  const values = draw(seededNormal(3), 20_000);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

test("every bit of a word is set half of the time", () => {
  const words = draw(seededWords(5), 4096);
  for (let bit = 0; bit < 32; bit++) {
    const ones = words.filter((word) => (word >>> bit) & 1).length;
    expect(Math.abs(ones / words.length - 0.5)).toBeLessThan(0.04);
  }
});
