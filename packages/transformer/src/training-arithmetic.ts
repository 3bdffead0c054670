import { bmtQuantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { activationQuantizer } from "./activation-quantizer.ts";
import type { TransformerConfig } from "./config.ts";
import type { Arithmetic, DenseInput, DenseLayer } from "./forward-pass.ts";
import { asMatrix } from "./matrix.ts";

const weightQuantizer = bmtQuantizer({ scaleAxis: "weight-rows" });

/** Products of the quantizers' values, differentiable.
 *
 *  Scales stay inside the operands: factored out they would cost a pass over `[rows, out]` forward and backward,
 *  inside they cost one over each operand.
 *  @param config  its factor on the outputs of one-bit matrices, and the estimator of activations */
export function trainingArithmetic(
  parameter: (name: string) => tf.Tensor,
  config: Pick<TransformerConfig, "postScale" | "activationEstimator" | "triangleSlope"> = {},
): Arithmetic {
  const { postScale = 1 } = config;
  const activations = activationQuantizer(config);
  const binarize = (latent: tf.Tensor2D): tf.Tensor2D => {
    const weights = weightQuantizer.quantize(latent);
    return postScale === 1 ? weights : tf.mul(weights, postScale);
  };
  const table = (): tf.Tensor2D => asMatrix(parameter("embedding/table"));
  return {
    prepare: (x: tf.Tensor2D, binaryActivations: boolean): DenseInput => ({
      values: binaryActivations ? activations.quantize(x) : x,
    }),
    dense({ values }: DenseInput, { name, binaryWeights, bias }: DenseLayer): tf.Tensor2D {
      const latent = asMatrix(parameter(`${name}/weights`));
      const weights = binaryWeights ? binarize(latent) : latent;
      const product = tf.matMul<tf.Tensor2D>(values, weights, false, true);
      return bias ? tf.add(product, parameter(`${name}/bias`)) : product;
    },
    table,
    logits: (hidden: tf.Tensor2D): tf.Tensor2D =>
      tf.matMul<tf.Tensor2D>(hidden, table(), false, true),
  };
}
