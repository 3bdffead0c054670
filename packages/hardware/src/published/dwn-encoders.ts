/** Numbers that a differentiable weightless network reads: the jets of particles, 16 of 16 bits, or the pixels of MNIST. */
export type EncodedNumbers = "jets" | "pixels";

/** A thermometer that was placed and routed in front of a core of `dwnCores`. */
export interface PublishedEncoder {
  readonly numbers: EncodedNumbers;
  readonly tables: readonly number[];
  readonly inputsPerTable: number;
  /** Distinct comparators that there are to choose from. */
  readonly candidates: number;
  /** Of the encoder. */
  readonly lut: number;
  /** Of encoder and core together, where it is stated. */
  readonly totalLut?: number;
}

/** Of pixels: distinct thresholds of the training images, the values of ranks ⌊60,000·b/4⌋, that some image exceeds; 717 pixels vary. */
const pixelCandidates = 1116;

const jets = (
  tables: readonly number[],
  lut: number,
  totalLut: number,
  inputsPerTable = 6,
): PublishedEncoder => ({
  ...{ numbers: "jets", tables, inputsPerTable, candidates: 16 * 200, lut, totalLut },
});

/** Encoders of the study that `dwnCores` are of: of the jets with 200 thresholds a number, for one core with others, of MNIST with three. */
export const dwnEncoders: readonly PublishedEncoder[] = [
  jets([50], 1519, 1619),
  jets([100], 2608, 2814),
  jets([200], 4570, 5036),
  jets([360], 7138, 8006),
  jets([600], 9367, 10631),
  jets([1200], 12824, 16061),
  jets([1600], 14316, 18777),
  jets([2000], 15538, 21382),
  jets([100, 100], 2820, 2956),
  jets([180, 180], 4410, 4281),
  jets([65, 65, 65], 2123, 2365),
  jets([120, 120, 120], 3271, 3658),
  jets([360], 2839, 3635, 2),
  jets([360], 5294, 6129, 4),
  ...[
    [8, 954],
    [25, 2513],
    [50, 3957],
    [100, 5553],
    [400, 8474],
    [800, 9704],
  ].map(([thresholds, lut]): PublishedEncoder => {
    const sizes = { tables: [360], inputsPerTable: 6, candidates: 16 * thresholds };
    return { numbers: "jets", ...sizes, lut };
  }),
  ...[
    { tables: [100], lut: 611, totalLut: 845 },
    { tables: [300], lut: 971, totalLut: 1597 },
    { tables: [500], lut: 1079, totalLut: 2246 },
    { tables: [1000], lut: 1220, totalLut: 3490 },
    { tables: [2000], lut: 1315, totalLut: 6294 },
    { tables: [2000, 1000], lut: 1403, totalLut: 5670 },
  ].map((sizes): PublishedEncoder => {
    return { numbers: "pixels", inputsPerTable: 6, candidates: pixelCandidates, ...sizes };
  }),
];
