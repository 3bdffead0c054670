import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import { findThresholds } from "../src/index.ts";

const [least, greatest] = [-(2 ** 31), 2 ** 31 - 1];
const largest = (2 - 2 ** -23) * 2 ** 127;

/** Levels of rows of numbers, from the level of a number in a feature. */
const rowsOf =
  (features: number, levelOf: (x: number, feature: number) => number) =>
  (x: Float32Array): number[] =>
    Array.from(x, (value, i) => levelOf(value, i % features));

describe("findThresholds", () => {
  test("finds the least whole number of a level, of features that rise, fall and stay", () => {
    const lines = [
      (x: number) => x - 2.5,
      (x: number) => 7 - x,
      (x: number) => 0 * x + 1,
      (x: number) => 0 * x - 1,
      (x: number) => x,
    ];
    const { thresholds, flips } = findThresholds({
      features: 5,
      count: 1,
      isInteger: true,
      levelsAt: rowsOf(5, (x, c) => (lines[c]!(x) < 0 ? 0 : 1)),
    });
    expect(thresholds).toEqual(Int32Array.of(3, 8, least, greatest, 0));
    expect(flips).toEqual(Uint32Array.of(0b00010, 0, 0, 0));
  });

  test("finds the least float32 of a level", () => {
    const third = Math.fround(1 / 3);
    const { thresholds, flips } = findThresholds({
      features: 4,
      count: 1,
      isInteger: false,
      levelsAt: rowsOf(4, (x, c) =>
        Number([x >= 1 / 3, !(x > -1e-40), x > 1e30 * 1e30, x < 1e30 * 1e30][c]),
      ),
    });
    expect(thresholds[0]).toBe(third >= 1 / 3 ? third : third + 2 ** -25);
    expect(thresholds[1]).toBeGreaterThan(-1e-40);
    expect(thresholds[1]).toBeLessThan(-9.99e-41);
    expect([thresholds[2], thresholds[3]]).toEqual([largest, -largest]);
    expect(flips).toEqual(Uint32Array.of(0b0010, 0, 0, 0));
  });

  test("several levels have rising thresholds, equal where a level is left out", () => {
    const { thresholds, flips } = findThresholds({
      features: 2,
      count: 3,
      isInteger: true,
      levelsAt: rowsOf(2, (x, c) => (c === 0 ? [0, 0, 1, 3][clamp(x)]! : [3, 2, 1, 0][clamp(x)]!)),
    });
    expect(thresholds).toEqual(Int32Array.of(2, 3, 3, 1, 2, 3));
    expect(flips[0]).toBe(0b10);
  });

  test.each([true, false])("gives the levels of any steps (whole numbers: %j)", (isInteger) => {
    const random = createRandom(4);
    const [features, count] = [40, 7];
    const steps = Array.from({ length: features }, () => ({
      factor: random.sign() * random.uniform(),
      offset: 20 * random.normal(),
    }));
    const levelOf = (x: number, c: number): number => {
      const { factor, offset } = steps[c]!;
      return Math.min(Math.max(Math.floor(factor * x + offset), 0), count);
    };
    const { thresholds, flips } = findThresholds({
      features,
      count,
      isInteger,
      levelsAt: rowsOf(features, levelOf),
    });
    for (let c = 0; c < features; c++)
      for (let trial = 0; trial < 50; trial++) {
        const x = isInteger ? random.integer(-99, 99) : Math.fround(50 * random.normal());
        const own = thresholds.subarray(c * count, (c + 1) * count);
        const reached = own.filter((threshold) => !(x < threshold)).length;
        const isFlipped = (flips[c >>> 5]! >>> (c & 31)) & 1;
        expect(isFlipped ? count - reached : reached).toBe(levelOf(x, c));
      }
  });

  test.each(["features", "count"])("no %s are refused", (name) => {
    const search = { features: 1, count: 1, isInteger: true, levelsAt: () => [], [name]: 0 };
    expect(() => findThresholds(search)).toThrow(`findThresholds: ${name} must be`);
  });
});

function clamp(x: number): number {
  return Math.min(Math.max(x, 0), 3);
}
