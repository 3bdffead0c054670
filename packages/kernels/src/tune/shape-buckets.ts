import {
  ROWS_OF_FOURTH_RANGE,
  ROWS_OF_SECOND_RANGE,
  ROWS_OF_THIRD_RANGE,
} from "../tape/binary-kernels.ts";
import type { ShapeBucket, SizeRange } from "./kernel-choice.ts";

/** Ranges of rows that a tape can tell apart when it runs. A single row has one kernel, whatever the range says. */
export const rowRanges: readonly SizeRange[] = [
  [1, ROWS_OF_SECOND_RANGE - 1],
  [ROWS_OF_SECOND_RANGE, ROWS_OF_THIRD_RANGE - 1],
  [ROWS_OF_THIRD_RANGE, ROWS_OF_FOURTH_RANGE - 1],
  [ROWS_OF_FOURTH_RANGE, null],
];
const inFeatureRanges: readonly SizeRange[] = [
  [1, 512],
  [513, null],
];
const outFeatureRanges: readonly SizeRange[] = [
  [1, 64],
  [65, null],
];

/** The buckets of a product of bits. */
export const binaryBuckets: readonly ShapeBucket[] = rowRanges.flatMap((rows) =>
  inFeatureRanges.flatMap((inFeatures) =>
    outFeatureRanges.map((outFeatures) => ({ rows, inFeatures, outFeatures })),
  ),
);

/** Whether the bucket holds a product of this size, for whatever number of rows. */
export function hasFeatures(bucket: ShapeBucket, inFeatures: number, outFeatures: number): boolean {
  return isIn(inFeatures, bucket.inFeatures) && isIn(outFeatures, bucket.outFeatures);
}

export function sameBucket(a: ShapeBucket, b: ShapeBucket): boolean {
  return describeBucket(a) === describeBucket(b);
}

/** "4 … 7 rows, 1 … 512 inputs, 65 … outputs" */
export function describeBucket({ rows, inFeatures, outFeatures }: ShapeBucket): string {
  return `${range(rows)} rows, ${range(inFeatures)} inputs, ${range(outFeatures)} outputs`;
}

function range([from, to]: SizeRange): string {
  return to === null ? `${from} or more` : `${from} … ${to}`;
}

function isIn(value: number, [from, to]: SizeRange): boolean {
  return value >= from && (to === null || value <= to);
}
