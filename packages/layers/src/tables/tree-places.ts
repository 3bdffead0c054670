import * as tf from "@tensorflow/tfjs";
import type { EnumeratedUnits } from "./table-layer.ts";

/** Where trees of gates stand on a map, channels last. */
export interface TreePlaces {
  /** Of the map that it reads. */
  readonly width: number;
  readonly channels: number;
  /** Places that a tree takes. */
  readonly rows: number;
  readonly columns: number;
}

/** Which number of the map each leaf reads at each place, int32 [leaves, places].
 *  @param leaves  row, column and channel that each sees, int32 [leaves, 3] */
export function leafRows(
  leaves: tf.Tensor,
  { width, channels, rows, columns }: TreePlaces,
): tf.Tensor {
  const steps = tf.tensor2d([width * channels, channels, 1], [1, 3], "int32");
  const places = Int32Array.from(
    { length: rows * columns },
    (_, place) => (Math.floor(place / columns) * width + (place % columns)) * channels,
  );
  return tf.add(tf.sum(tf.mul(leaves, steps), 1, true), tf.tensor1d(places, "int32"));
}

/** Trees of gates that are tables. */
export interface HardTrees {
  readonly leaves: tf.Tensor;
  /** Entries of the gates of each level, [gates, 2ⁿ]. */
  readonly levels: readonly tf.Tensor[];
  readonly places: TreePlaces;
  readonly inputsPerGate: number;
  readonly poolSize: number;
}

/** Every gate at every place as a table, place by place, and OR over squares of the last. */
export function enumeratedTrees(trees: HardTrees): readonly EnumeratedUnits[] {
  const { leaves, levels, places, inputsPerGate: n, poolSize } = trees;
  const count = places.rows * places.columns;
  const seen = leafRows(leaves, places).dataSync();
  const ofLevels = levels.map((entries, level) => {
    const [gates = 0] = entries.shape;
    const connections = Int32Array.from({ length: count * gates * n }, (_, i) => {
      const [place, slot] = [Math.floor(i / gates / n), i % (gates * n)];
      return level === 0 ? seen[slot * count + place] : place * gates * n + slot;
    });
    return tables(n, connections, tf.tile(entries, [count, 1]));
  });
  if (poolSize === 1) return ofLevels;
  const [kernels = 0] = levels[levels.length - 1].shape;
  return [...ofLevels, orOfSquares(places, kernels, poolSize)];
}

function orOfSquares(
  { rows, columns }: TreePlaces,
  kernels: number,
  size: number,
): EnumeratedUnits {
  const [height, width] = [Math.floor(rows / size), Math.floor(columns / size)];
  const members = size * size;
  const connections = Int32Array.from({ length: height * width * kernels * members }, (_, i) => {
    const [unit, member] = [Math.floor(i / members), i % members];
    const [place, kernel] = [Math.floor(unit / kernels), unit % kernels];
    const y = Math.floor(place / width) * size + Math.floor(member / size);
    const x = (place % width) * size + (member % size);
    return (y * columns + x) * kernels + kernel;
  });
  const anySet = tf.tensor2d([[0, ...Array.from({ length: 2 ** members - 1 }, () => 1)]]);
  return tables(members, connections, tf.tile(anySet, [height * width * kernels, 1]));
}

function tables(fanIn: number, connections: Int32Array, levels: tf.Tensor): EnumeratedUnits {
  const read = tf.tensor2d(connections, [connections.length / fanIn, fanIn], "int32");
  return { fanIn, inputBits: 1, connections: read, levels, outputBits: 1, outputCode: "binary" };
}
