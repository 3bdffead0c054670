import { checkPositiveInteger } from "./checks.ts";
import { wordsPerRow } from "./row-padding.ts";

/** Where levels change, feature by feature. */
export interface FoundThresholds {
  /** [features, count], rising. */
  readonly thresholds: Int32Array | Float32Array;
  /** A bit for each feature, set where its levels fall; wordsPerRow(features) words. */
  readonly flips: Uint32Array;
}

export interface ThresholdSearch {
  readonly features: number;
  /** Thresholds of each feature: levels less one. */
  readonly count: number;
  /** Whether numbers are whole: int32, else float32. */
  readonly isInteger: boolean;
  /** The levels of numbers [count, features]; monotone in each feature. */
  readonly levelsAt: (x: Float32Array) => ArrayLike<number>;
}

/** Numbers in their order, as integers. */
interface NumberLine {
  readonly least: number;
  readonly greatest: number;
  numbersAt(positions: Int32Array): Float32Array | Int32Array;
  /** Thresholds that every number reaches, and none. */
  readonly reached: number;
  readonly unreachable: number;
}

const wholeNumbers: NumberLine = {
  least: -(2 ** 31),
  greatest: 2 ** 31 - 1,
  numbersAt: (positions) => positions,
  reached: -(2 ** 31),
  unreachable: 2 ** 31 - 1,
};

const largestFloat = (2 - 2 ** -23) * 2 ** 127;

const floats: NumberLine = {
  // Beyond it sums may overflow on the way to a level.
  least: positionOf(-(2 ** 100)),
  greatest: positionOf(2 ** 100),
  numbersAt: floatsAt,
  reached: -largestFloat,
  unreachable: largestFloat,
};

/** The least numbers at which the levels of a monotone function change, all features and levels at once by bisection.
 *
 *  The level of x is how many thresholds of its feature it is not below, the other way round where the flip is set. A level
 *  that no number or every number reaches has the greatest or least threshold that there is.
 *  @throws RangeError unless there are a feature and a threshold. */
export function findThresholds(search: ThresholdSearch): FoundThresholds {
  const { features, count, isInteger } = search;
  checkPositiveInteger("findThresholds", "features", features);
  checkPositiveInteger("findThresholds", "count", count);
  const line = isInteger ? wholeNumbers : floats;
  const { isAboveFirst, isChanging, changes } = bisect(search, line);
  const thresholds = isInteger
    ? new Int32Array(features * count)
    : new Float32Array(features * count);
  const flips = new Uint32Array(wordsPerRow(features));
  for (let c = 0; c < features; c++) {
    const levels = Array.from({ length: count }, (_, t) => t * features + c);
    const isFalling = levels.some((i) => isChanging[i] === 1 && isAboveFirst[i] === 1);
    if (isFalling) flips[c >>> 5] |= 1 << (c & 31);
    const own = levels.map((i) => {
      if (isChanging[i] === 1) return changes[i];
      return isAboveFirst[i] === Number(isFalling) ? line.unreachable : line.reached;
    });
    thresholds.set(isFalling ? own.reverse() : own, c * count);
  }
  return { thresholds, flips };
}

/** For each level and feature whether the least number is above, whether the greatest is otherwise, and the first that is not as the
 *  least is. */
function bisect({ features, count, levelsAt }: ThresholdSearch, line: NumberLine) {
  const size = features * count;
  const isAbove = (positions: Int32Array): Uint8Array => {
    const levels = levelsAt(Float32Array.from(line.numbersAt(positions)));
    const above = new Uint8Array(size);
    for (let i = 0; i < size; i++) above[i] = Number(levels[i] > Math.floor(i / features));
    return above;
  };
  const known = new Int32Array(size).fill(line.least);
  const wanted = new Int32Array(size).fill(line.greatest);
  const isAboveFirst = isAbove(known);
  const isAboveLast = isAbove(wanted);
  while (wanted.some((position, i) => position - known[i] > 1)) {
    const middle = wanted.map((position, i) => Math.floor((position + known[i]) / 2));
    const above = isAbove(middle);
    for (let i = 0; i < size; i++) {
      if (above[i] === isAboveFirst[i]) known[i] = middle[i];
      else wanted[i] = middle[i];
    }
  }
  return {
    isAboveFirst,
    isChanging: isAboveFirst.map((above, i) => Number(above !== isAboveLast[i])),
    changes: line.numbersAt(wanted),
  };
}

/** Position of a float32 among all of them: its bits, those of negative ones the other way round. */
function positionOf(value: number): number {
  const [bits] = new Int32Array(Float32Array.of(value).buffer);
  return bits < 0 ? bits ^ 0x7fffffff : bits;
}

function floatsAt(positions: Int32Array): Float32Array {
  const bits = positions.map((position) => (position < 0 ? position ^ 0x7fffffff : position));
  return new Float32Array(bits.buffer);
}
