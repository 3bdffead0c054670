/** Operands of {@link lookUp} and {@link bleach}. */
export interface LookUpReference {
  /** samples × bits of 0 and 1 */
  readonly x: ArrayLike<number>;
  readonly samples: number;
  readonly classes: number;
  readonly tuples: number;
  readonly tupleSize: number;
  readonly entries: number;
  /** maps × tuples × tupleSize, one map or one for each class; below 0 a bit is 0. */
  readonly mapping: ArrayLike<number>;
  /** hashes × tupleSize, whose words of set bits are joined by exclusive OR; without it the bits are the address. */
  readonly hashes?: ArrayLike<number>;
  /** classes × tuples × entries */
  readonly table: ArrayLike<number>;
}

/** For each sample and class how many tuples have nothing but entries of at least 1. */
export function lookUp(operands: LookUpReference): Int32Array {
  return Int32Array.from(countersOf(operands).flatMap((sample) => votesAt(sample, 1)));
}

/** The same of the level, from 1 on, at which one class has most votes, or two have one or none, or behind which nobody has any. */
export function bleach(operands: LookUpReference): Int32Array {
  return Int32Array.from(
    countersOf(operands).flatMap((sample) => {
      for (let level = 1; ; level++) {
        const votes = votesAt(sample, level);
        const most = Math.max(...votes);
        const isClear = votes.filter((count) => count === most).length === 1;
        if (most <= 1 || isClear) return votes;
        if (votesAt(sample, level + 1).every((count) => count === 0)) return votes;
      }
    }),
  );
}

function votesAt(sample: readonly (readonly number[])[], level: number): number[] {
  return sample.map((counters) => counters.filter((counter) => counter >= level).length);
}

/** samples × classes × tuples: the least entry that the hashes address. */
function countersOf(o: LookUpReference): readonly (readonly (readonly number[])[])[] {
  const { samples, classes, tuples, tupleSize, entries, mapping, table } = o;
  const plain = Array.from({ length: tupleSize }, (_, i) => 2 ** i);
  const words = o.hashes ?? plain;
  const isShared = mapping.length === tuples * tupleSize;
  const bits = samples === 0 ? 0 : o.x.length / samples;
  const range = (length: number): number[] => [...Array(length).keys()];
  return range(samples).map((s) =>
    range(classes).map((c) =>
      range(tuples).map((t) => {
        const first = ((isShared ? 0 : c * tuples) + t) * tupleSize;
        const addresses = range(words.length / tupleSize).map((h) =>
          range(tupleSize).reduce((sum, i) => {
            const bit = mapping[first + i];
            const isSet = bit >= 0 && o.x[s * bits + bit] === 1;
            return isSet ? sum ^ words[h * tupleSize + i] : sum;
          }, 0),
        );
        return Math.min(...addresses.map((at) => table[(c * tuples + t) * entries + at]));
      }),
    ),
  );
}
