import * as tf from "@tensorflow/tfjs";
import type { Arithmetic, DenseInput, DenseLayer } from "./forward-pass.ts";
import { asMatrix } from "./matrix.ts";
import { tableParameter } from "./parameter-shapes.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

export interface TrainingOptions {
  readonly parameter: (name: string) => tf.Tensor;
  readonly quantizers: TransformerQuantizers;
  /** Factor on the outputs of one-bit matrices; default 1. */
  readonly postScale?: number;
}

/** Products of the quantizers' values, differentiable.
 *
 *  Scales stay inside the operands: factored out they would cost a pass over `[rows, out]` forward and backward,
 *  inside they cost one over each operand. */
export function trainingArithmetic({
  parameter,
  quantizers,
  postScale = 1,
}: TrainingOptions): Arithmetic {
  const binarize = (latent: tf.Tensor2D): tf.Tensor2D => {
    const weights = quantizers.weights.quantize(latent);
    return postScale === 1 ? weights : tf.mul(weights, postScale);
  };
  const table = (): tf.Tensor2D => asMatrix(parameter(tableParameter));
  return {
    prepare: (x: tf.Tensor2D, binaryActivations: boolean): DenseInput => ({
      values: binaryActivations ? quantizers.activations.quantize(x) : x,
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
