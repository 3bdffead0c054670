import { expect } from "vitest";

/** The gradient of a smooth function of numbers, by central differences in float64. */
export function finiteDifferences(
  f: (x: readonly number[]) => number,
  x: readonly number[],
): number[] {
  const step = 1e-5;
  return x.map((_, i) => {
    const moved = (by: number): number => f(x.map((value, j) => (i === j ? value + by : value)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
}

/** Compares numbers of float32 with exact ones. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance = 1e-6,
): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual[i]! - value), `${i}: ${actual[i]} for ${value}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
  }
}
