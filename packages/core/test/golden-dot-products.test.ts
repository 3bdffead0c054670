import { describe, expect, test } from "vitest";
import {
  dot,
  dotReal,
  packBipolar,
  packMultiBit,
  packUnipolar,
  planeCodeOf,
  popcount32,
  wordsPerRow,
} from "../src/index.ts";

const w = [1, -1, -1, 1, 1, -1, 1, 1];
const a = [1, 1, -1, -1, 1, -1, -1, 1];
const ones = [1, 0, 1, 1, 0, 0, 1, 0];
const x = [0.5, -1.5, 2, 0.25, -0.75, 1, 3, -2];

/** The signs as {0,1} weights: +1 → 1, −1 → 0. */
const w01 = w.map((sign) => (sign + 1) / 2);

describe("T01: hand-computed dot products of eight columns", () => {
  const W = packBipolar(w, 1, 8);
  const A = packBipolar(a, 1, 8);

  test("bit k is set where value k is negative", () => {
    expect(W.words).toEqual(Uint32Array.of(2 ** 1 + 2 ** 2 + 2 ** 5, 0, 0, 0)); // 0x26
    expect(A.words).toEqual(Uint32Array.of(2 ** 2 + 2 ** 3 + 2 ** 5 + 2 ** 6, 0, 0, 0)); // 0x6c
  });

  test("±1 · ±1: 3 of 8 differ", () => {
    expect(popcount32(0x26 ^ 0x6c)).toBe(3);
    expect(dot(W, 0, A, 0)).toBe(8 - 2 * 3);
  });

  test("±1 · {0,1}: 4 ones, 1 of them under a −1", () => {
    expect(dot(W, 0, packUnipolar(ones, 1, 8), 0)).toBe(4 - 2 * 1);
  });

  test("{0,1} · {0,1}: 3 columns have both", () => {
    expect(dot(packUnipolar(w01, 1, 8), 0, packUnipolar(ones, 1, 8), 0)).toBe(3);
  });

  test("±1 · real = S − 2·S₁, {0,1} · real = S₁", () => {
    const S = 0.5 - 1.5 + 2 + 0.25 - 0.75 + 1 + 3 - 2;
    expect(dotReal(W, 0, x)).toBe(S - 2 * (-1.5 + 2 + 1));
    expect(dotReal(W, 0, x)).toBe(-0.5);
    expect(dotReal(packUnipolar(w01, 1, 8), 0, x)).toBe(0.5 + 0.25 - 0.75 + 3 - 2);
  });

  test("±1 · 2 bits: 3 − 1 + 0 + 2", () => {
    const activations = packMultiBit([3, 1, 0, 2], 1, 4, { bits: 2 });
    expect(dot(packBipolar([1, -1, 1, 1], 1, 4), 0, activations, 0)).toBe(3 - 1 + 0 + 2);
  });

  test("affine codes that stand for {0,1} give the {0,1} · ±1 product", () => {
    const zeroOne = planeCodeOf([{ digit: "bipolar", scale: 1 / 2, offset: 1 / 2 }]);
    // w01 · a = a₀ + a₃ + a₄ + a₆ + a₇
    expect(dot(W, 0, A, 0, { a: zeroOne })).toBe(1 - 1 + 1 - 1 + 1);
  });
});

describe("T27", () => {
  test("a product with ±1 adds x with its sign bit flipped under a −1, which is −x of every float32", () => {
    const reals = Float32Array.of(...x, 0, -0, 2 ** -149, -3.4e38, Number.POSITIVE_INFINITY);
    const flipped = Float32Array.from(reals);
    const bits = new Uint32Array(flipped.buffer);
    for (const i of bits.keys()) bits[i]! ^= 0x80000000;
    expect([...flipped]).toEqual([...reals].map((value) => -value));
    const sum = w.reduce((total, sign, i) => total + (sign < 0 ? flipped[i]! : reals[i]!), 0);
    expect(dotReal(packBipolar(w, 1, 8), 0, x)).toBe(sum);
  });

  test("a row of 4096 bits and a float32 scale is 31.75 times smaller than floats", () => {
    expect((4 * 4096) / (4 * wordsPerRow(4096) + 4)).toBeCloseTo(31.75, 2);
    // 33 bits take two words, 16.5 times less than floats; a row takes four, as it starts on 128 bits.
    expect(wordsPerRow(33)).toBe(4);
  });
});
