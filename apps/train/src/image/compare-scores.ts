/** Scores that are apart by no more than this share of the greatest magnitude are taken for the same; two classes that are as close
 *  are a tie. */
export const scoreTolerance = 1e-4;

/** How the scores of a packed network compare with those of the trained one. */
export interface PackedComparison {
  readonly images: number;
  /** Images that both give the same class. */
  readonly sameClass: number;
  /** Images that are given another class, though the trained network's is no tie: it is ahead by more than the tolerance. */
  readonly otherClass: number;
  /** Images whose scores are all the same, within the tolerance. */
  readonly sameScores: number;
  /** Greatest difference of a score, divided by the greatest magnitude of a score of that image. */
  readonly largestDifference: number;
}

/** Compares scores [images, classes] with the expected ones, image by image: `max |a − e| / max |e|`, and the first class of the
 *  greatest score.
 *  @throws RangeError for scores that are no whole images, or of other ones. */
export function compareScores(
  expected: Float32Array,
  actual: Float32Array,
  classes: number,
): PackedComparison {
  if (actual.length !== expected.length || expected.length % classes !== 0) {
    throw new RangeError(
      `compareScores: expected and actual must be scores of ${classes} classes for the same images, got ${expected.length} and ${actual.length}`,
    );
  }
  const images = expected.length / classes;
  const row = (scores: Float32Array, i: number) => scores.subarray(i * classes, (i + 1) * classes);
  return Array.from({ length: images }, (_, i) =>
    compareImage(row(expected, i), row(actual, i)),
  ).reduce(addComparisons, noComparison);
}

/** Of no images. */
export const noComparison: PackedComparison = {
  ...{ images: 0, sameClass: 0, otherClass: 0, sameScores: 0, largestDifference: 0 },
};

/** What holds for the images of both. */
export function addComparisons(a: PackedComparison, b: PackedComparison): PackedComparison {
  return {
    images: a.images + b.images,
    sameClass: a.sameClass + b.sameClass,
    otherClass: a.otherClass + b.otherClass,
    sameScores: a.sameScores + b.sameScores,
    largestDifference: Math.max(a.largestDifference, b.largestDifference),
  };
}

function compareImage(expected: Float32Array, actual: Float32Array): PackedComparison {
  const largest = Math.max(...expected.map(Math.abs), Number.MIN_VALUE);
  const largestDifference =
    Math.max(...actual.map((score, c) => Math.abs(score - expected[c]))) / largest;
  const best = indexOfLargest(expected);
  const isSame = best === indexOfLargest(actual);
  const margin = (expected[best] - Math.max(...expected.filter((_, c) => c !== best))) / largest;
  return {
    images: 1,
    sameClass: Number(isSame),
    otherClass: Number(!isSame && !(margin <= scoreTolerance)),
    sameScores: Number(largestDifference <= scoreTolerance),
    largestDifference,
  };
}

function indexOfLargest(scores: Float32Array): number {
  return scores.indexOf(Math.max(...scores));
}
