import {
  checkIndex,
  checkIntegerBetween,
  checkLength,
  checkPositiveInteger,
  drawBelow,
  seededWords,
  shuffle,
} from "@bnnkit/core";

/** How a sample's bits become table indices: an order cuts them into filters of `tupleSize` bits, and H3 functions hash each tuple.
 *  All classes share it. */
export interface FilterHashing {
  /** Bits of a sample. */
  readonly inputs: number;
  /** Bits per filter, n. */
  readonly tupleSize: number;
  /** Entries per filter, a power of two. */
  readonly entries: number;
  /** Hash functions per filter, K. */
  readonly hashes: number;
  /** Input indices, filter by filter; an index ≥ `inputs` is padding, a bit that is always 0. */
  readonly order: Uint32Array;
  /** The K × n parameters m of the H3 functions: h_k(x) is the XOR of m_ki over the set bits i (Carter and Wegman 1979). */
  readonly parameters: Uint32Array;
}

/** A hashing in which what is random may be given, or else comes from `seed` (0 by default). */
export type FilterHashingOptions = Omit<FilterHashing, "order" | "parameters"> & {
  readonly order?: ArrayLike<number>;
  readonly parameters?: ArrayLike<number>;
  readonly seed?: number;
};

/** XOR of the parameters of the set bits.
 *  @throws RangeError unless there is a parameter for each bit and every bit is 0 or 1. */
export function h3Hash(parameters: ArrayLike<number>, bits: ArrayLike<number>): number {
  checkLength("h3Hash", "bits", bits.length, parameters.length);
  let hash = 0;
  for (let i = 0; i < bits.length; i++) {
    checkIndex("h3Hash", `bits[${i}]`, bits[i], "base", 2);
    if (bits[i] === 1) hash ^= parameters[i];
  }
  return hash >>> 0;
}

/** Checks a hashing and draws what is not given: inputs padded to whole filters, shuffled once; parameters uniform below `entries`.
 *  @throws RangeError for sizes out of range, and for given values that do not fit them. */
export function filterHashing(where: string, options: FilterHashingOptions): FilterHashing {
  const { inputs, tupleSize, entries, hashes, seed = 0 } = options;
  checkPositiveInteger(where, "inputs", inputs);
  checkPositiveInteger(where, "tupleSize", tupleSize);
  checkPositiveInteger(where, "hashes", hashes);
  checkIntegerBetween(where, "entries", entries, 1, 2 ** 30);
  if ((entries & (entries - 1)) !== 0) {
    throw new RangeError(`${where}: entries must be a power of two, got ${entries}`);
  }
  const next = seededWords(seed);
  const order = Uint32Array.from(
    options.order ?? { length: Math.ceil(inputs / tupleSize) * tupleSize },
    (input: unknown, i) => (typeof input === "number" ? input : i),
  );
  if (options.order === undefined) shuffle(order, next);
  checkGiven(where, "order", options.order, 2 ** 32);
  if (order.length === 0 || order.length % tupleSize !== 0) {
    throw new RangeError(
      `${where}: order must have a multiple of tupleSize (${tupleSize}) elements, got ${order.length}`,
    );
  }
  const parameters = Uint32Array.from(
    options.parameters ??
      Array.from({ length: hashes * tupleSize }, () => drawBelow(entries, next)),
  );
  checkGiven(where, "parameters", options.parameters, entries);
  checkLength(where, "parameters", parameters.length, hashes * tupleSize);
  return { inputs, tupleSize, entries, hashes, order, parameters };
}

/** The number of filters of each class. */
export function filtersOf({ order, tupleSize }: FilterHashing): number {
  return order.length / tupleSize;
}

/** Hashes packed samples.
 *  @param words  words of the sample from `first` on.
 *  @param indices  receives the filters × hashes table indices. */
export type HashSample = (words: Uint32Array, first: number, indices: Uint32Array) => void;

/** Prepares to hash samples by their set bits: each input knows which indices it changes and how, so zeros cost nothing. */
export function sampleHasher(hashing: FilterHashing): HashSample {
  const { inputs, hashes } = hashing;
  const { starts, firsts, values } = effectsOfInputs(hashing);
  const wordCount = Math.ceil(inputs / 32);
  return (words, first, indices) => {
    indices.fill(0);
    for (let t = 0; t < wordCount; t++) {
      let rest = words[first + t];
      while (rest !== 0) {
        const lowest = rest & -rest;
        rest ^= lowest;
        const input = 32 * t + 31 - Math.clz32(lowest);
        for (let e = starts[input]; e < starts[input + 1]; e++) {
          for (let k = 0; k < hashes; k++) indices[firsts[e] + k] ^= values[e * hashes + k];
        }
      }
    }
  };
}

/** What a set bit does: input i has the effects from `starts[i]` up to `starts[i + 1]`, one for each place it has in the order; effect e
 *  changes the K indices from `firsts[e]` on by XOR with the K values from e·K on. */
interface InputEffects {
  readonly starts: Uint32Array;
  readonly firsts: Uint32Array;
  readonly values: Uint32Array;
}

function effectsOfInputs(hashing: FilterHashing): InputEffects {
  const { inputs, tupleSize, hashes, order, parameters } = hashing;
  const starts = new Uint32Array(inputs + 1);
  const places = [...order.keys()].filter((place) => order[place] < inputs);
  for (const place of places) starts[order[place] + 1]++;
  for (let input = 0; input < inputs; input++) starts[input + 1] += starts[input];
  const cursor = starts.slice();
  const firsts = new Uint32Array(places.length);
  const values = new Uint32Array(places.length * hashes);
  for (const place of places) {
    const effect = cursor[order[place]]++;
    firsts[effect] = Math.floor(place / tupleSize) * hashes;
    for (let k = 0; k < hashes; k++) {
      values[effect * hashes + k] = parameters[k * tupleSize + (place % tupleSize)];
    }
  }
  return { starts, firsts, values };
}

function checkGiven(
  where: string,
  name: string,
  values: ArrayLike<number> | undefined,
  limit: number,
): void {
  for (let i = 0; values !== undefined && i < values.length; i++) {
    checkIntegerBetween(where, `${name}[${i}]`, values[i], 0, limit - 1);
  }
}
