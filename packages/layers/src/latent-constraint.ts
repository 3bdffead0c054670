import { centerOverInputs } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";

/** What becomes of latent weights at each assignment. */
export interface LatentConstraint {
  /** Subtracts from each weight the mean over the input channels, the last axis but one. */
  readonly centring: boolean;
  /** Greatest magnitude, after that; null: any. */
  readonly clip: number | null;
}

/** Keeps a constraint on a weight after each assignment: BNN's clipping of latent weights, which beyond the limit would
 *  drift without ever changing their sign, and XNOR-Net's centring.
 *
 *  Whoever assigns, an optimizer, too: TensorFlow.js applies a layer's own constraint in `setWeights` alone. What `setWeights`
 *  writes stays as it is if it is the outcome of a constraint, so that a saved model is the same when it is loaded.
 *  @throws TypeError if it holds no variable. */
export function constrainLatent(weight: tf.LayerVariable, constraint: LatentConstraint): void {
  const { centring, clip } = constraint;
  if (!centring && clip === null) return;
  const variable = weight.read();
  if (!(variable instanceof tf.Variable)) {
    throw new TypeError("constrainLatent: the weight must hold a tf.Variable");
  }
  const assign = variable.assign.bind(variable);
  const write = weight.write.bind(weight);
  let isWritten = false;
  const assignConstrained = (value: tf.Tensor): void =>
    tf.tidy(() => {
      const next = constrained(value, constraint);
      assign(isWritten && centring ? tf.where(isOutcome(value, clip), value, next) : next);
    });
  variable.assign = assignConstrained;
  weight.write = (value) => {
    isWritten = true;
    try {
      return write(value);
    } finally {
      isWritten = false;
    }
  };
  assignConstrained(variable);
}

function constrained(value: tf.Tensor, { centring, clip }: LatentConstraint): tf.Tensor {
  const centred = centring ? centerOverInputs(value) : value;
  return clip === null ? centred : tf.clipByValue(centred, -clip, clip);
}

/** Where the weights of all input channels can be centred and then clipped ones: their sum is 0, but for rounding, or what was
 *  clipped made up for it. */
function isOutcome(value: tf.Tensor, clip: number | null): tf.Tensor {
  const axis = Math.max(0, value.rank - 2);
  const sum = tf.sum(value, axis, true);
  const rounding = tf.mul(tf.sum(tf.abs(value), axis, true), 1e-5);
  const isCentred = tf.lessEqual(tf.abs(sum), rounding);
  if (clip === null) return tf.broadcastTo(isCentred, value.shape);
  const limit = Math.fround(clip);
  const [least, greatest] = [tf.min(value, axis, true), tf.max(value, axis, true)];
  const isWithin = tf.logicalAnd(tf.greaterEqual(least, -limit), tf.lessEqual(greatest, limit));
  const isMadeUp = tf.logicalOr(
    tf.logicalAnd(tf.less(sum, 0), tf.equal(greatest, limit)),
    tf.logicalAnd(tf.greater(sum, 0), tf.equal(least, -limit)),
  );
  const isSettled = tf.logicalAnd(isWithin, tf.logicalOr(isCentred, isMadeUp));
  return tf.broadcastTo(isSettled, value.shape);
}
