import { wordsPerRow } from "@bnnkit/core";
import { type LookUpNode, type PackedModel, tensorNamed } from "@bnnkit/model";

/** A table of a class, which is looked up at as many addresses as there are hashes; all entries have to be 1. */
export interface LogicFilter {
  readonly group: number;
  /** Which of {@link LogicFilters.tuples} addresses it. */
  readonly tuple: number;
  readonly entries: readonly number[];
}

/** Tables that are looked up at addresses made of the encoder's bits. */
export interface LogicFilters {
  /** Bits of the encoder; below 0 a bit is 0. */
  readonly tuples: readonly (readonly number[])[];
  /** For each hash and binary digit of its address the places in a tuple whose exclusive OR it is. */
  readonly taps: readonly (readonly (readonly number[])[])[];
  readonly filters: readonly LogicFilter[];
}

/** The tables of a look-up.
 *  @throws RangeError for counters, whose bleaching takes as many passes as there are levels. */
export function logicFilters(
  where: string,
  { tensors }: PackedModel,
  node: LookUpNode,
): LogicFilters {
  const { name, outFeatures, tuples, tupleSize, entries, mappings, entry } = node;
  if (entry === "counter") {
    throw new RangeError(
      `${where}: node "${name}" must have entries of one bit, got counters: pack the network at one level of bleaching`,
    );
  }
  const mapping = tensorNamed(where, tensors, `${name}.mapping`, "I32").data;
  const words = tensorNamed(where, tensors, `${name}.bits`, "U32").data;
  const stride = wordsPerRow(entries);
  return {
    tuples: Array.from({ length: mapping.length / tupleSize }, (_, t) => [
      ...mapping.subarray(t * tupleSize, (t + 1) * tupleSize),
    ]),
    taps: tapsOf(where, tensors, node),
    filters: Array.from({ length: outFeatures * tuples }, (_, row) => ({
      group: Math.floor(row / tuples),
      tuple: mappings === "own" ? row : row % tuples,
      entries: Array.from(
        { length: entries },
        (_, at) => (words[row * stride + (at >>> 5)] >>> (at & 31)) & 1,
      ),
    })),
  };
}

function tapsOf(
  where: string,
  tensors: PackedModel["tensors"],
  { name, tupleSize, entries, hashes }: LookUpNode,
): LogicFilters["taps"] {
  const digits = Math.round(Math.log2(entries));
  const places = Array.from({ length: tupleSize }, (_, place) => place);
  if (hashes === 0) return [places.map((place) => [place])];
  const words = tensorNamed(where, tensors, `${name}.hashes`, "U32").data;
  return Array.from({ length: hashes }, (_, h) =>
    Array.from({ length: digits }, (_, digit) =>
      places.filter((place) => ((words[h * tupleSize + place] >>> digit) & 1) === 1),
    ),
  );
}

/** Which filters know a sample, by the bits of the encoder. */
export function knownFilters(
  { tuples, taps, filters }: LogicFilters,
  bits: ArrayLike<number>,
): number[] {
  const addresses = tuples.map((tuple) =>
    taps.map((digits) =>
      digits.reduce((address, places, digit) => {
        const bit = places.reduce((sum, place) => sum ^ (bits[tuple[place]] ?? 0), 0);
        return address + bit * 2 ** digit;
      }, 0),
    ),
  );
  return filters.map(({ tuple, entries }) =>
    addresses[tuple].every((address) => entries[address] === 1) ? 1 : 0,
  );
}
