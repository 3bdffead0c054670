import { mostNearTies } from "../peers/near-ties.ts";

/** Difference of two scores over the largest score of the image: sums in another order stay below it by far. */
const TOLERANCE = 1e-3;

/**
 * Compares the scores of a peer with those of the packed model: the same, so the same class wherever the best score leads by
 * more than rounding.
 *
 * At most one image in ten may differ: where a sum of floats stands before a sign, rounding can turn that over.
 * @throws Error that names the first image that differs.
 */
export function checkScores(
  actual: Float32Array,
  expected: readonly number[],
  classes: number,
): void {
  if (actual.length !== expected.length) {
    throw new Error(`must give ${expected.length} scores, got ${actual.length}; not timed`);
  }
  const images = expected.length / classes;
  const rowOf = (scores: ArrayLike<number>, image: number): number[] =>
    Array.from({ length: classes }, (_, c) => scores[image * classes + c] ?? Number.NaN);
  const differing = Array.from({ length: images }, (_, image) => image).filter(
    (image) => !isSame(rowOf(actual, image), rowOf(expected, image)),
  );
  const [first] = differing;
  if (first === undefined || differing.length <= mostNearTies * images) return;
  throw new Error(
    `image ${first + 1}: must be ${describe(rowOf(expected, first))} as the packed model says, got ${describe(rowOf(actual, first))} (${differing.length} of ${images} differ); not timed`,
  );
}

function isSame(actual: readonly number[], expected: readonly number[]): boolean {
  const largest = Math.max(...expected.map(Math.abs));
  return expected.every((score, c) => Math.abs(actual[c] - score) <= TOLERANCE * largest);
}

function describe(scores: readonly number[]): string {
  const best = scores.indexOf(Math.max(...scores));
  return `class ${best} with the score ${scores[best]}`;
}
