import * as tf from "@tensorflow/tfjs";
import { encoderLayer } from "./blocks.ts";
import { checkEncoderConfig, type EncoderConfig } from "./encoder-config.ts";
import { encoderPass } from "./encoder-pass.ts";
import type { ForwardPass } from "./forward-pass.ts";
import { asMatrix } from "./matrix.ts";
import { TensorBlocks } from "./tensor-blocks.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

/** What a dense layer of an encoder is. */
export interface DensePart {
  /** Prefix of its parameters, such as "encoder/0/feed-forward/output". */
  readonly name: string;
  readonly bias: boolean;
  /** What it reads: rows of either sign (default), or those behind a ReLU. */
  readonly input?: "activations" | "rectified";
}

/** Parts of an encoder as functions of tensors, differentiable by what they read and by parameters. */
export interface EncoderParts {
  /** Rows of the table of tokens, quantized as the precision says: `[ids, features]`. */
  embed(ids: Int32Array): tf.Tensor2D;
  /** `Q(x)·Q(W)ᵀ + b`, both quantized as the precision says: `[rows, outFeatures]`. */
  dense(x: tf.Tensor2D, part: DensePart): tf.Tensor2D;
  /** One layer, self attention and feed-forward, of rows `[texts, length, features]`.
   *  @param mask  added to the scores `[heads, texts, length, length]`, such as −10⁹ at padding; absent: every key is seen */
  layer(x: tf.Tensor3D, layer: number, mask?: tf.Tensor): tf.Tensor3D;
}

/** The parts of an encoder over parameters that are given: to look at one by itself, or to compare it with another implementation.
 *  @param parameter  the parameters by the names of `encoderParameterShapes`; only those of the parts that are used are asked for
 *  @param quantizers  default those of the configuration
 *  @throws RangeError if the configuration makes no encoder. */
export function encoderParts(
  config: EncoderConfig,
  parameter: (name: string) => tf.Tensor,
  quantizers?: TransformerQuantizers,
): EncoderParts {
  checkEncoderConfig("encoderParts", config);
  const pass: ForwardPass = encoderPass(config, parameter, { quantizers });
  const oneBit = {
    weights: config.precision.weights === 1,
    activations: config.precision.activations < 32,
  };
  return {
    embed: (ids) => tf.gather(pass.arithmetic.table(), tf.tensor1d(ids, "int32")),
    dense(x, part) {
      const blocks = new TensorBlocks(pass, { size: 1 });
      const [outFeatures] = asMatrix(parameter(`${part.name}/weights`)).shape;
      return blocks.dense(x, { ...part, outFeatures, oneBit });
    },
    layer(x, layer, mask) {
      const [size, length, features] = x.shape;
      if (features !== config.features) {
        throw new RangeError(`layer: x must have ${config.features} features, got ${features}`);
      }
      const blocks = new TensorBlocks(pass, { size, ...(mask && { mask }) });
      const rows = tf.reshape<tf.Rank.R2>(x, [size * length, features]);
      return tf.reshape<tf.Rank.R3>(encoderLayer(blocks, rows, layer), x.shape);
    },
  };
}
