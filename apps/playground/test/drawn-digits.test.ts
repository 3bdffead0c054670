import { describe, expect, test } from "vitest";
import { drawnSet, writtenDigits } from "../page/digits/drawn-digits.ts";
import { rasterize } from "../page/digits/rasterize.ts";
import { seededRandom } from "../page/random.ts";

describe("rasterize", () => {
  test("puts a line upright in the middle, 20 of 28 pixels high", () => {
    const pixels = rasterize(
      [
        [
          [100, 30],
          [100, 90],
        ],
      ],
      28,
      1 / 28,
    );
    const bright = [...pixels].flatMap((value, i) => (value > 127 ? [i] : []));
    const rows = [...new Set(bright.map((i) => Math.floor(i / 28)))];
    expect([...new Set(bright.map((i) => i % 28))]).toEqual([13, 14]);
    expect({ first: rows[0], last: rows.at(-1) }).toEqual({ first: 4, last: 23 });
  });

  test("is the same wherever and however large it was drawn", () => {
    const [digit] = writtenDigits;
    const strokes = digit!.strokes;
    const moved = strokes.map((stroke) => stroke.map(([x, y]) => [8 * x + 16, 8 * y - 4] as const));
    expect(rasterize(moved, 16)).toEqual(rasterize(strokes, 16));
  });

  test("draws a dot for a single point", () => {
    const pixels = rasterize([[[3, 3]]], 16);
    expect(pixels[8 * 16 + 8]).toBeGreaterThan(100);
    expect(pixels[0]).toBe(0);
  });
});

describe("drawnSet", () => {
  const set = (seed: number) =>
    drawnSet({ count: 20, size: 16, digits: writtenDigits, random: seededRandom(seed) });

  test("has every digit in turn, each image with light in it", () => {
    const { labels, pixels } = set(1);
    expect([...labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (let i = 0; i < 20; i++)
      expect(Math.max(...pixels.subarray(256 * i, 256 * (i + 1)))).toBeGreaterThan(200);
  });

  test("is the same by the same seed, and another by another", () => {
    expect(set(1)).toEqual(set(1));
    expect(set(1).pixels).not.toEqual(set(2).pixels);
  });

  test("refuses to draw nothing", () => {
    const nothing = { count: 1, size: 16, digits: [], random: seededRandom(1) };
    expect(() => drawnSet(nothing)).toThrow("drawnSet: digits must not be empty");
  });
});
