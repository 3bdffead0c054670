import * as tf from "@tensorflow/tfjs";
import type { Arithmetic, DenseInput, DenseLayer, ScaledOperand } from "./forward-pass.ts";
import { asMatrix } from "./matrix.ts";
import { tableParameter } from "./parameter-shapes.ts";
import {
  type Place,
  type PlacedQuantizer,
  quantizerOf,
  weightParameters,
} from "./placed-quantizer.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

export interface TrainingOptions {
  readonly parameter: (name: string) => tf.Tensor;
  readonly quantizers: TransformerQuantizers;
  /** The quantizer of values at a place; default: with its initial parameters. */
  readonly placed?: (place: Place, x: tf.Tensor) => PlacedQuantizer;
  /** Whether the table is quantized, too; default false. */
  readonly binaryTable?: boolean;
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
  placed = ({ role }) => ({ quantizer: quantizerOf(quantizers, role), parameters: {} }),
  binaryTable = false,
  postScale = 1,
}: TrainingOptions): Arithmetic {
  const binarize = (latent: tf.Tensor2D, name: string): tf.Tensor2D => {
    const parameters = weightParameters(quantizers.weights, name, parameter);
    const weights = quantizers.weights.quantize(latent, { parameters });
    return postScale === 1 ? weights : tf.mul(weights, postScale);
  };
  const table = (): tf.Tensor2D => {
    const latent = asMatrix(parameter(tableParameter));
    return binaryTable && quantizers.table ? quantizers.table.quantize(latent) : latent;
  };
  const quantize = <R extends tf.Rank>(x: tf.Tensor<R>, place: Place): tf.Tensor<R> => {
    const { quantizer, parameters } = placed(place, x);
    return quantizer.quantize(x, { parameters });
  };
  return {
    prepare: (x: tf.Tensor2D, place: Place | undefined): DenseInput => ({
      values: place === undefined ? x : quantize(x, place),
    }),
    dense({ values }: DenseInput, { name, binaryWeights, bias }: DenseLayer): tf.Tensor2D {
      const latent = asMatrix(parameter(`${name}/weights`));
      const weights = binaryWeights ? binarize(latent, name) : latent;
      const product = tf.matMul<tf.Tensor2D>(values, weights, false, true);
      return bias ? tf.add(product, parameter(`${name}/bias`)) : product;
    },
    quantize: <R extends tf.Rank>(x: tf.Tensor<R>, place: Place): ScaledOperand<R> => ({
      values: quantize(x, place),
      scale: 1,
    }),
    scaleOf: () => 1,
    table,
    logits: (hidden: tf.Tensor2D): tf.Tensor2D =>
      tf.matMul<tf.Tensor2D>(hidden, table(), false, true),
  };
}
