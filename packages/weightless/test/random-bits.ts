import type { Random } from "@bnnkit/testing";

/** Rows of random bits. */
export function randomBits(random: Random, rows: number, cols: number): number[][] {
  return Array.from({ length: rows }, () =>
    Array.from({ length: cols }, () => random.integer(0, 1)),
  );
}

/** Random labels 0 … classes − 1, the first of which name each class once. */
export function randomLabels(random: Random, rows: number, classes: number): number[] {
  return Array.from({ length: rows }, (_, row) =>
    row < classes ? row : random.integer(0, classes - 1),
  );
}
