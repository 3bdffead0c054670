import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";
import { addAt } from "./read-rows.ts";

/** Tables over the same addresses, and what they read. */
export interface LookUp {
  /** Entries, [tables, addresses]. */
  readonly tables: tf.Tensor;
  /** The digits of addresses, [tables · inputs, samples]; of each table the first least significant. */
  readonly digits: tf.Tensor;
  /** Inputs of a table. */
  readonly inputs: number;
  /** Values that a digit has. */
  readonly radix: number;
  /** What tables are made of. */
  readonly weights: tf.Tensor;
  /** `∂y/∂digit` at each entry, [inputs, tables · addresses], made of the weights if that gradient is wanted. */
  readonly slopes: (weights: tf.Tensor) => tf.Tensor;
}

/** `y[t] = tables[t, Σ_j digits[t, j]·radix^j]`. An entry has the sum of the gradients of the samples that read it, a digit the gradient
 *  times the slope there.
 *  @returns [tables, samples] */
export function lookUp(reading: LookUp): tf.Tensor {
  const { tables, digits, inputs, radix } = reading;
  const entries = entriesRead(digits, tables.shape, inputs, radix);
  return tf.add(entryPath(tables, entries), digitPath(reading, entries));
}

/** Where the entries that are read stand among those of all tables, int32 [tables, samples].
 *  @param digits  [tables · inputs, samples], of so many values each */
export function entriesRead(
  digits: tf.Tensor,
  [tables = 0, addresses = 0]: readonly number[],
  inputs: number,
  radix: number,
): tf.Tensor {
  const places = planesOf(digits, tables, inputs).reduce(
    (sum, digit, j) => tf.add(sum, tf.mul(digit, radix ** j)),
    tf.scalar(0),
  );
  const starts = tf.reshape(tf.range(0, tables * addresses, addresses, "int32"), [tables, 1]);
  return tf.add(tf.cast(places, "int32"), starts);
}

/** What tables read at each of their inputs, one after the other, [tables, samples] each. */
export function planesOf(slots: tf.Tensor, tables: number, inputs: number): readonly tf.Tensor[] {
  // TensorFlow.js has no gradient of a split into one.
  if (inputs === 1) return [slots];
  const samples = slots.shape[1] ?? 0;
  const planes = tf.split(tf.reshape(slots, [tables, inputs, samples]), inputs, 1);
  return planes.map((plane) => tf.reshape(plane, [tables, samples]));
}

function entryPath(tables: tf.Tensor, entries: tf.Tensor): tf.Tensor {
  const { shape, size } = tables;
  return withCustomGradient([tables], {
    forward: () => ({ value: tf.gather(tf.reshape(tables, [-1]), entries), saved: [entries] }),
    backward: (gradient, [read]) => [
      tf.reshape(addAt(tf.reshape(read, [-1]), tf.reshape(gradient, [-1]), [size]), shape),
    ],
  });
}

/** Zeros, with the gradients of the digits alone; they are found only if what is read has been learned. */
function digitPath(
  { digits, weights, slopes }: Pick<LookUp, "digits" | "weights" | "slopes">,
  entries: tf.Tensor,
): tf.Tensor {
  const { shape } = digits;
  return withCustomGradient([digits], {
    forward: () => ({ value: tf.zeros(entries.shape), saved: [weights, entries] }),
    backward: (gradient, [of, read]) => {
      // [inputs, tables, samples]
      const bySlot = tf.mul(tf.gather(slopes(of), read, 1), gradient);
      return [tf.reshape(tf.transpose(bySlot, [1, 0, 2]), shape)];
    },
  });
}
