import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";
import { run } from "../run-kernel.ts";

beforeAll(() => installTrainingBackend());

function drop(count: number, rate: number, seed: number): number[] {
  const [y] = run("BnnkitDropout", { x: tf.ones([count]) }, { rate, seed });
  return Array.from(y.dataSync());
}

test("values are 0 or 1/(1 − rate)", () => {
  const scale = Math.fround(1 / (1 - 0.25));
  expect(new Set(drop(1000, 0.25, 3))).toEqual(new Set([0, scale]));
});

test.each([0.1, 0.3, 0.5, 0.9])("a share of %d is dropped", (rate) => {
  const count = 100_000;
  const dropped = drop(count, rate, 5).filter((value) => value === 0).length;
  // 6 standard deviations of a binomial variable
  const margin = 6 * Math.sqrt(count * rate * (1 - rate));
  expect(Math.abs(dropped - count * rate)).toBeLessThan(margin);
});

test("masks of neighbouring seeds and of neighbouring positions are independent", () => {
  const count = 100_000;
  const mask = (seed: number): boolean[] => drop(count, 0.5, seed).map((value) => value > 0);
  const [first, second] = [mask(1), mask(2)];
  const agree = first.filter((kept, i) => kept === second[i]).length;
  const repeat = first.filter((kept, i) => kept === first[(i + 1) % count]).length;
  const margin = 6 * Math.sqrt(count / 4);
  expect(Math.abs(agree - count / 2)).toBeLessThan(margin);
  expect(Math.abs(repeat - count / 2)).toBeLessThan(margin);
});

test("the mask depends on the seed and the position alone", () => {
  const long = drop(131, 0.5, 9);
  for (const count of [1, 2, 3, 4, 5, 7, 130]) {
    expect(drop(count, 0.5, 9)).toEqual(long.slice(0, count));
  }
  expect(drop(131, 0.5, 9 + 2 ** 32)).toEqual(long);
  expect(drop(131, 0.5, 10)).not.toEqual(long);
});

test("rate 0 keeps everything", () => {
  expect(drop(100, 0, 1)).toEqual(new Array(100).fill(1));
});

test("NaN and infinity are dropped to 0 like any other value", () => {
  const [y] = run("BnnkitDropout", { x: tf.fill([1000], Number.NaN) }, { rate: 0.5, seed: 1 });
  const values = Array.from(y.dataSync());
  expect(values.some(Number.isNaN)).toBe(true);
  expect(values.filter((value) => !Number.isNaN(value)).every((value) => value === 0)).toBe(true);
});

test.each([-0.1, 1, Number.NaN])("rate %d is refused", (rate) => {
  expect(() => drop(3, rate, 1)).toThrow(/rate must be in \[0, 1\)/);
});
