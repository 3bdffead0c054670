import { checkEqual } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { checkScaleAxis, reducedAxes, type ScaleAxis } from "./scale-axis.ts";
import { signs } from "./signs.ts";

/** What becomes of salient weights in training: "frozen": they get no gradient; "trained": that of the weights. */
export const salientTrainings = ["frozen", "trained"] as const;

export interface PartlyBinarizeOptions {
  /** What shares a scale: "tensor" as in the code of PB-LLM, "weights", one for each output, as in its paper. Default "tensor". */
  readonly scaleAxis?: ScaleAxis;
  /** The scale, where it is known from training, in the shape of `partialScale`; default the best one for these weights. */
  readonly scale?: tf.Tensor;
  /** Default "frozen". */
  readonly salientTraining?: (typeof salientTrainings)[number];
}

const where = "partlyBinarize";

/** Weights of which the salient ones stay and the others become `α·(−1 if w < 0 else +1)`: training of PB-LLM.
 *
 *  `α = Σ|w|/n` of the others, best for their signs, is a constant to the gradient, which is 1 of the others. That the salient
 *  weights are bytes is up to who chooses them: they are what they were.
 *
 *  Shang et al. 2023, https://arxiv.org/abs/2310.00034
 *  @param salient  1 for weights that stay, else 0, of the shape of the weights: `salientTails` or `salientMask` choose them
 *  @throws RangeError for a mask of another shape, or options that there are not. */
export function partlyBinarize<R extends tf.Rank>(
  weights: tf.Tensor<R>,
  salient: tf.Tensor,
  { scaleAxis = "tensor", scale, salientTraining = "frozen" }: PartlyBinarizeOptions = {},
): tf.Tensor<R> {
  checkSalient(where, weights, salient);
  checkOneOf(where, "salientTraining", salientTraining, salientTrainings);
  return tf.tidy(() =>
    withCustomGradient<R>([weights], {
      forward: () => {
        const alpha = scale ?? partialScale(weights, salient, scaleAxis);
        const others = tf.mul(signs(weights), alpha);
        const value = tf.where(tf.cast(salient, "bool"), weights, others);
        return { value: tf.reshape<R>(value, weights.shape), saved: [salient] };
      },
      backward: (gradient, [mask]) => [
        salientTraining === "trained"
          ? tf.clone(gradient)
          : tf.sub(gradient, tf.mul(gradient, mask)),
      ],
    }),
  );
}

/** `Σ|w|/n` over the weights that are not salient, 0 where there is none.
 *  @throws RangeError for a mask of another shape, or if there is no such axis. */
export function partialScale(
  weights: tf.Tensor,
  salient: tf.Tensor,
  scaleAxis: ScaleAxis = "tensor",
): tf.Tensor {
  checkSalient("partialScale", weights, salient);
  checkScaleAxis("partialScale", scaleAxis);
  return tf.tidy(() => {
    const axes = [...reducedAxes(scaleAxis, weights.rank)];
    const isOther = tf.sub(1, salient);
    const count = tf.sum(isOther, axes, true);
    return tf.div(tf.sum(tf.mul(tf.abs(weights), isOther), axes, true), tf.maximum(count, 1));
  });
}

function checkSalient(caller: string, weights: tf.Tensor, salient: tf.Tensor): void {
  checkEqual(caller, "salient.rank", salient.rank, "weights.rank", weights.rank);
  for (const [axis, size] of weights.shape.entries()) {
    checkEqual(
      caller,
      `salient.shape[${axis}]`,
      salient.shape[axis],
      `weights.shape[${axis}]`,
      size,
    );
  }
}
