import { centerOverInputs } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";

/** What becomes of latent weights at each assignment. */
export interface LatentConstraint {
  /** Subtracts from each weight the mean over the input channels, the last axis but one. */
  readonly centring: boolean;
  /** Greatest magnitude, after that; null: any. */
  readonly clip: number | null;
}

/** Keeps a constraint on a variable after each assignment: BNN's clipping of latent weights, which beyond the limit would
 *  drift without ever changing their sign, and XNOR-Net's centring.
 *
 *  Whoever assigns, an optimizer, too: TensorFlow.js applies a layer's own constraint in `setWeights` alone.
 *  @throws TypeError if it is no variable. */
export function constrainLatent(variable: tf.Tensor, { centring, clip }: LatentConstraint): void {
  if (!centring && clip === null) return;
  if (!(variable instanceof tf.Variable)) {
    throw new TypeError("constrainLatent: variable must be a tf.Variable");
  }
  const assign = variable.assign.bind(variable);
  const assignConstrained = (value: tf.Tensor): void =>
    tf.tidy(() => {
      const centred = centring ? centerOverInputs(value) : value;
      assign(clip === null ? centred : tf.clipByValue(centred, -clip, clip));
    });
  variable.assign = assignConstrained;
  assignConstrained(variable);
}
