import type { TypedNode } from "../node.ts";
import type { Coded } from "./coded.ts";
import { unpackRows } from "./coded-weights.ts";
import { type Matrix, matrix } from "./matrix.ts";
import type { TensorReader } from "./tensor-reader.ts";
import { sampleBits } from "./truth-tables.ts";

/** Counts the tuples of each class whose entries are set, or reach the level of bleaching. */
export function evaluateLookUp(
  typed: TypedNode<"look-up">,
  x: Coded,
  tensors: TensorReader,
): Matrix {
  const { outFeatures, entry } = typed.node;
  const entries = leastEntries(typed, x, tensors);
  const votesAt = (level: number): readonly number[] =>
    entries.map((tuples) => tuples.filter((least) => least >= level).length);
  let votes = votesAt(1);
  for (let level = 2; entry === "counter" && isTie(votes); level++) {
    const fewer = votesAt(level);
    if (fewer.every((count) => count === 0)) break;
    votes = fewer;
  }
  return matrix(1, outFeatures, (_, c) => votes[c]);
}

/** Whether several classes have most votes, more than one. */
function isTie(votes: readonly number[]): boolean {
  const most = Math.max(...votes);
  return most > 1 && votes.indexOf(most) !== votes.lastIndexOf(most);
}

/** For each class and tuple the least entry of its addresses. */
function leastEntries(
  { node }: TypedNode<"look-up">,
  x: Coded,
  tensors: TensorReader,
): readonly (readonly number[])[] {
  const { name, outFeatures, tuples, tupleSize, entries, hashes, mappings, entry } = node;
  const bits = sampleBits(x);
  const mapping = tensors.integers(`${name}.mapping`);
  const words = hashes === 0 ? new Uint32Array() : tensors.words(`${name}.hashes`);
  const table =
    entry === "bit"
      ? unpackRows(tensors.words(`${name}.bits`), outFeatures * tuples, entries)
      : tensors.bytes(`${name}.codes`);
  return Array.from({ length: outFeatures }, (_, c) =>
    Array.from({ length: tuples }, (_, t) => {
      const from = (mappings === "own" ? c * tuples * tupleSize : 0) + t * tupleSize;
      const tuple = Array.from(mapping.subarray(from, from + tupleSize), (bit) => bits[bit] ?? 0);
      const addresses =
        hashes === 0
          ? [tuple.reduce((address, bit, i) => address + bit * 2 ** i, 0)]
          : Array.from({ length: hashes }, (_, h) => hash(tuple, words, h) & (entries - 1));
      return Math.min(...addresses.map((address) => table[(c * tuples + t) * entries + address]));
    }),
  );
}

/** The XOR of the words of a hash whose bit is set. */
function hash(tuple: readonly number[], words: Uint32Array, h: number): number {
  return tuple.reduce((sum, bit, i) => sum ^ (bit ? words[h * tuple.length + i] : 0), 0);
}
