import type { SegmentStatistics } from "./segment-statistics.ts";

/** Draws segment indices for one resample after another. */
export type DrawIndex = () => number;

/** Uniform indices 0 … count − 1 from sfc32 (Doty-Humphrey, PractRand): the same seed gives the same
 *  indices in every run and on every machine. */
export function seededIndices(seed: number, count: number): DrawIndex {
  let [a, b, c, counter] = [0, seed | 0, 0, 1];
  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  return () => Math.floor((word() / 2 ** 32) * count);
}

/** Scores of `samples` corpora, each made of as many segments as there are, drawn with replacement.
 *  All systems are scored on the same draws: `result[system][sample]`. */
export function resampledScores(
  systems: readonly SegmentStatistics[],
  samples: number,
  draw: DrawIndex,
): Float64Array[] {
  const count = systems[0].segments.length;
  const widths = systems.map(({ segments }) => segments[0].length);
  const rows = systems.map(({ segments }) => Float64Array.from(segments.flat()));
  const sums = widths.map((width) => new Float64Array(width));
  const scores = systems.map(() => new Float64Array(samples));
  for (let sample = 0; sample < samples; sample++) {
    for (const ofSystem of sums) ofSystem.fill(0);
    for (let i = 0; i < count; i++) {
      const segment = draw();
      for (let s = 0; s < sums.length; s++) addRow(sums[s], rows[s], segment * widths[s]);
    }
    systems.forEach(({ score }, s) => {
      scores[s][sample] = score(sums[s]);
    });
  }
  return scores;
}

function addRow(sums: Float64Array, rows: Float64Array, start: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] += rows[start + i];
}

/** The interval that is left when the lowest and the highest (1 − confidence)/2 of the values are
 *  dropped, both ends being values themselves. */
export function percentileInterval(
  values: Float64Array,
  confidence: number,
): { readonly lower: number; readonly upper: number } {
  const sorted = values.slice().sort();
  // 1 − 0.9 is a little under 0.1 in binary; a whole number of values is meant all the same.
  const dropped = Math.floor((sorted.length * (1 - confidence)) / 2 + 1e-9);
  return { lower: sorted[dropped], upper: sorted[sorted.length - 1 - dropped] };
}
