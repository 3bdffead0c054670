import * as tf from "@tensorflow/tfjs";
import { isBinarized } from "./config.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { normalize } from "./normalize.ts";
import { relu } from "./relu.ts";

/** `x + LN(BiDense₂(LN(relu(BiDense₁(LN(x)) + b₁))) + b₂)`, the inner norms only with extra norms.
 *  Zhang et al. 2023, Binarized Neural Machine Translation, §3
 *  @param x  `[rows, features]` */
export function feedForward(pass: ForwardPass, x: tf.Tensor2D, prefix: string): tf.Tensor2D {
  const { config, arithmetic } = pass;
  const binaryWeights = isBinarized(config.binarize.feedForwardWeights, pass.step);
  const binaryActivations = isBinarized(config.binarize.feedForwardActivations, pass.step);
  const layer = (name: string, input: tf.Tensor2D): tf.Tensor2D =>
    arithmetic.dense(arithmetic.prepare(input, binaryActivations), {
      name: `${prefix}/${name}`,
      binaryWeights,
      bias: true,
    });
  const norm = (name: string, input: tf.Tensor2D): tf.Tensor2D =>
    config.extraNorms ? normalize(pass, input, `${prefix}/${name}`) : input;
  const rectified = relu(layer("hidden", normalize(pass, x, `${prefix}/norm`)));
  const hidden = pass.dropout(norm("hidden-norm", rectified), config.hiddenDropout ?? 0);
  const output = norm("output-norm", layer("output", hidden));
  return tf.add(x, pass.dropout(output, config.dropout));
}
