import { percentileInterval, resampledScores, seededIndices } from "./resampling.ts";
import { type SegmentStatistics, sumSegments } from "./segment-statistics.ts";

/** How a bootstrap draws. */
export interface BootstrapOptions {
  /** Number of resamples; default 1000. */
  readonly samples?: number;
  /** Integer that names the sequence of draws. */
  readonly seed: number;
  /** Share of the resamples inside of the interval, between 0 and 1; default 0.95. */
  readonly confidence?: number;
}

/** A score on the whole test set, and where it lies in resamples of it. */
export interface BootstrapInterval {
  readonly score: number;
  readonly lower: number;
  readonly upper: number;
}

/** Two systems on one test set. */
export interface PairedBootstrap {
  /** Scores of the two systems on the whole test set. */
  readonly scores: readonly [number, number];
  /** Score of the first system less that of the second. */
  readonly difference: number;
  /** Interval of the difference. */
  readonly lower: number;
  readonly upper: number;
  /** Share of resamples in which the better system is not the better one; 1 if the scores are equal. */
  readonly pValue: number;
}

/** Confidence interval of a corpus score by bootstrap resampling: the score of `samples` test sets of
 *  equal size, drawn with replacement, without its lowest and highest (1 − confidence)/2.
 *
 *  Koehn 2004, https://aclanthology.org/W04-3250, §3.
 *  @throws RangeError for no segment, rows of unequal length, or options out of range. */
export function bootstrapInterval({
  segments,
  score,
  samples = 1000,
  seed,
  confidence = 0.95,
}: SegmentStatistics & BootstrapOptions): BootstrapInterval {
  checkSegments("bootstrapInterval", "segments", segments);
  checkOptions("bootstrapInterval", samples, seed, confidence);
  const draw = seededIndices(seed, segments.length);
  const [scores] = resampledScores([{ segments, score }], samples, draw);
  return { score: score(sumSegments(segments)), ...percentileInterval(scores, confidence) };
}

/** Whether one system is better than another, by paired bootstrap resampling: both are scored on the
 *  same `samples` test sets, drawn with replacement.
 *
 *  Koehn 2004, https://aclanthology.org/W04-3250, §4.
 *  @param a  statistics of the first system.   @param b  of the second, for the same segments.
 *  @throws RangeError for no segment, rows of unequal length, unequal numbers of segments, or options
 *  out of range. */
export function pairedBootstrap(
  a: SegmentStatistics,
  b: SegmentStatistics,
  { samples = 1000, seed, confidence = 0.95 }: BootstrapOptions,
): PairedBootstrap {
  checkSegments("pairedBootstrap", "a.segments", a.segments);
  checkSegments("pairedBootstrap", "b.segments", b.segments);
  if (a.segments.length !== b.segments.length) {
    throw new RangeError(
      `pairedBootstrap: a.segments.length (${a.segments.length}) must equal b.segments.length (${b.segments.length})`,
    );
  }
  checkOptions("pairedBootstrap", samples, seed, confidence);
  const draw = seededIndices(seed, a.segments.length);
  const [ofA, ofB] = resampledScores([a, b], samples, draw);
  const differences = ofA.map((score, i) => score - ofB[i]);
  const scores = [a.score(sumSegments(a.segments)), b.score(sumSegments(b.segments))] as const;
  const difference = scores[0] - scores[1];
  const lost = differences.filter((d) => !(d * Math.sign(difference) > 0)).length;
  const interval = percentileInterval(differences, confidence);
  return { scores, difference, ...interval, pValue: lost / samples };
}

function checkSegments(where: string, name: string, rows: SegmentStatistics["segments"]): void {
  if (rows.length === 0) throw new RangeError(`${where}: ${name} must not be empty`);
  rows.forEach((row, i) => {
    if (row.length === rows[0].length) return;
    throw new RangeError(
      `${where}: ${name}[${i}].length must be ${rows[0].length}, got ${row.length}`,
    );
  });
}

function checkOptions(where: string, samples: number, seed: number, confidence: number): void {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`${where}: samples must be an integer ≥ 1, got ${samples}`);
  }
  if (!Number.isInteger(seed)) {
    throw new RangeError(`${where}: seed must be an integer, got ${seed}`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`${where}: confidence must be between 0 and 1, got ${confidence}`);
  }
}
