import type { TypedNode } from "../node.ts";
import type { Coded } from "./coded.ts";
import { unpackRows } from "./coded-weights.ts";
import { type Matrix, matrix } from "./matrix.ts";
import type { TensorReader } from "./tensor-reader.ts";
import { sampleBits } from "./truth-tables.ts";

/** Counts the tuples of each class whose entries are set. */
export function evaluateLookUp(
  { node }: TypedNode<"look-up">,
  x: Coded,
  tensors: TensorReader,
): Matrix {
  const { name, outFeatures, tuples, tupleSize, entries, hashes, mappings, entry } = node;
  const bits = sampleBits(x);
  const mapping = tensors.integers(`${name}.mapping`);
  const words = hashes === 0 ? new Uint32Array() : tensors.words(`${name}.hashes`);
  const table =
    entry === "bit"
      ? unpackRows(tensors.words(`${name}.bits`), outFeatures * tuples, entries)
      : tensors.bytes(`${name}.codes`);
  const isSet = (row: number, address: number): boolean => table[row * entries + address] > 0;
  return matrix(1, outFeatures, (_, c) => {
    let count = 0;
    for (let t = 0; t < tuples; t++) {
      const from = (mappings === "own" ? c * tuples * tupleSize : 0) + t * tupleSize;
      const tuple = Array.from(mapping.subarray(from, from + tupleSize), (bit) => bits[bit]);
      const addresses =
        hashes === 0
          ? [tuple.reduce((address, bit, i) => address + bit * 2 ** i, 0)]
          : Array.from({ length: hashes }, (_, h) => hash(tuple, words, h) & (entries - 1));
      if (addresses.every((address) => isSet(c * tuples + t, address))) count++;
    }
    return count;
  });
}

/** The XOR of the words of a hash whose bit is set. */
function hash(tuple: readonly number[], words: Uint32Array, h: number): number {
  return tuple.reduce((sum, bit, i) => sum ^ (bit ? words[h * tuple.length + i] : 0), 0);
}
