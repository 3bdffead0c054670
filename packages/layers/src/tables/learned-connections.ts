import { mappingTemperature } from "@bnnkit/core/truth-tables";
import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";
import { addAt } from "./read-rows.ts";

/** Connections that are learned: each reads the candidate whose score is highest, the first of those that tie. */
export interface LearnedConnections {
  /** Values to choose from, int32 [slots, count]. */
  readonly candidates: tf.Tensor;
  /** [slots, count] */
  readonly scores: tf.Tensor;
}

/** What each connection reads now, int32 [slots]. */
export function chosenRows({ candidates, scores }: LearnedConnections): tf.Tensor {
  const count = scores.shape[1] ?? 1;
  return tf.gather(tf.reshape(candidates, [-1]), numbered(tf.argMax(scores, 1), count));
}

/** The rows that connections have chosen. The gradient of a score is `Σ_samples (2x − 1)·g`, x the candidate's bit and g the gradient of what
 *  is read; to the candidates it goes in shares softmax(scores/0.001) (Bacellar et al. 2024, https://arxiv.org/abs/2410.11112).
 *  @param x  bits, [values, samples]
 *  @returns [slots, samples] */
export function readChosen(x: tf.Tensor, connections: LearnedConnections): tf.Tensor {
  return tf.add(valuePath(x, connections), scorePath(x, connections));
}

/** What is read, with gradients for x alone. */
function valuePath(x: tf.Tensor, connections: LearnedConnections): tf.Tensor {
  const { candidates, scores } = connections;
  const [width = 0] = x.shape;
  return withCustomGradient([x], {
    forward: () => ({
      value: tf.gather(x, chosenRows(connections)),
      saved: [candidates, scores],
    }),
    backward: (gradient, [among, by]) => {
      const [slots = 0] = by.shape;
      // Less the greatest before they are divided: float32 then is exact where shares are not 0.
      const shares = tf.softmax(tf.div(tf.sub(by, tf.max(by, 1, true)), mappingTemperature));
      const places = tf.reshape(numbered(among, width), [-1]);
      const spread = tf.reshape(addAt(places, tf.reshape(shares, [-1]), [slots * width]), [
        slots,
        width,
      ]);
      return [tf.matMul(spread, gradient, true)];
    },
  });
}

/** Zeros, with the gradients of the scores alone. */
function scorePath(x: tf.Tensor, { candidates, scores }: LearnedConnections): tf.Tensor {
  const [slots = 0] = scores.shape;
  const [width = 0, samples = 0] = x.shape;
  return withCustomGradient([scores], {
    forward: () => ({ value: tf.zeros([slots, samples]), saved: [x, candidates] }),
    backward: (gradient, [bits, among]) => {
      const ofValues = tf.reshape(tf.matMul(gradient, bits, false, true), [-1]);
      const ofSet = tf.gather(ofValues, numbered(among, width));
      return [tf.sub(tf.mul(ofSet, 2), tf.sum(gradient, 1, true))];
    },
  });
}

/** Places in a matrix of so many columns, read row by row, of a column, or several, of each row. */
function numbered(columns: tf.Tensor, width: number): tf.Tensor {
  const [rows = 0, ...others] = columns.shape;
  const starts = tf.range(0, rows * width, width, "int32");
  return tf.add(columns, tf.reshape(starts, [rows, ...others.map(() => 1)]));
}
