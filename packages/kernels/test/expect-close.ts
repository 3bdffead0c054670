import { expect } from "vitest";

/** Every value lies within its own bound of the expected one; NaN must meet NaN. */
export function expectWithin(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: (index: number) => number,
): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    if (Math.abs(actual[i] - expected[i]) <= bound(i)) continue;
    expect.fail(`[${i}] must be ${expected[i]} ± ${bound(i)}, got ${actual[i]}`);
  }
}

/** The same bits, −0 and NaN included. */
export function expectSameBits(actual: Float32Array, expected: Float32Array): void {
  expect(new Int32Array(actual.buffer, actual.byteOffset, actual.length)).toEqual(
    new Int32Array(expected.buffer, expected.byteOffset, expected.length),
  );
}
