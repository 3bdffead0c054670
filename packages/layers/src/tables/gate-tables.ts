import { gateEntry, type LogicParametrization, walshHadamard } from "@bnnkit/core/truth-tables";
import * as tf from "@tensorflow/tfjs";

/** How weights of gates become truth tables, on tensors. What a gate gives is the multilinear extension of its values, then σ if
 *  `isSquashed`. */
export interface GateTables {
  readonly isSquashed: boolean;
  /** @param weights  [gates, weights of one] @returns  [gates, 2ⁿ] */
  values(weights: tf.Tensor): tf.Tensor;
  /** The entries, 0 or 1, that gates become. */
  entries(weights: tf.Tensor): tf.Tensor;
}

/** Weights by their parametrization, see {@link LogicParametrization}.
 *  @param inputs  n; 2 for `"raw"` */
export function gateTables(
  parametrization: LogicParametrization,
  inputs: number,
  temperature: number,
): GateTables {
  const cooled = (weights: tf.Tensor): tf.Tensor => tf.div(weights, temperature);
  if (parametrization === "raw") {
    const gates = (): tf.Tensor => tf.tensor(sixteenGates, [16, 4]);
    return {
      isSquashed: false,
      values: (weights) => tf.matMul(tf.softmax(cooled(weights)), gates()),
      entries: (weights) => tf.gather(gates(), tf.argMax(weights, 1)),
    };
  }
  if (parametrization === "light") {
    return {
      isSquashed: false,
      values: (weights) => tf.sigmoid(cooled(weights)),
      entries: (weights) => tf.cast(tf.greater(weights, 0), "float32"),
    };
  }
  const size = 2 ** inputs;
  const characters = walshMatrix(size);
  const sums = (weights: tf.Tensor): tf.Tensor =>
    tf.neg(tf.matMul(weights, tf.tensor(characters, [size, size])));
  return {
    isSquashed: true,
    values: (weights) => cooled(sums(weights)),
    entries: (weights) => tf.cast(tf.greater(sums(weights), 0), "float32"),
  };
}

/** Entry a of gate i at 4·i + a. */
const sixteenGates = Float32Array.from({ length: 64 }, (_, i) => gateEntry(i >>> 2, i & 3));

/** The transform as a matrix, which is symmetric. */
function walshMatrix(size: number): Float32Array {
  const matrix = new Float32Array(size * size);
  for (let row = 0; row < size; row++) {
    const unit = new Float64Array(size);
    unit[row] = 1;
    walshHadamard(unit);
    matrix.set(unit, row * size);
  }
  return matrix;
}
