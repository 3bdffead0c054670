import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";
import { encoderAttention, encoderLayer } from "./blocks.ts";
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
  /** What it reads: rows of either sign (default), those behind a ReLU, or those that attention makes of values. */
  readonly input?: "activations" | "rectified" | "context";
}

/** Parts of an encoder as functions of tensors, differentiable by what they read and by parameters. */
export interface EncoderParts {
  /** Rows of the table of tokens, quantized as the precision says: `[ids, features]`.
   *  @param padding  an id whose row learns nothing, the `padding_idx` of PyTorch; default: all learn */
  embed(ids: Int32Array, padding?: number): tf.Tensor2D;
  /** `Q(x)·Q(W)ᵀ + b`, both quantized as the precision says: `[rows, outFeatures]`. */
  dense(x: tf.Tensor2D, part: DensePart): tf.Tensor2D;
  /** Self attention of one layer with its output projection, of rows `[texts, length, features]`: without norm and residual.
   *  @param mask  as that of a layer */
  attention(x: tf.Tensor3D, layer: number, mask?: tf.Tensor): tf.Tensor3D;
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
  const blocksOf = ([size]: number[], mask: tf.Tensor | undefined): TensorBlocks =>
    new TensorBlocks(pass, { size, ...(mask && { mask }) });
  const runRows = (
    where: string,
    x: tf.Tensor3D,
    run: (rows: tf.Tensor2D) => tf.Tensor2D,
  ): tf.Tensor3D => {
    const [size, length, features] = x.shape;
    if (features !== config.features) {
      throw new RangeError(`${where}: x must have ${config.features} features, got ${features}`);
    }
    return tf.reshape(run(tf.reshape(x, [size * length, features])), x.shape);
  };
  return {
    embed(ids, padding) {
      const rows = tf.gather(pass.arithmetic.table(), tf.tensor1d(ids, "int32"));
      return padding === undefined ? rows : withoutGradientAt(rows, ids, padding);
    },
    dense(x, part) {
      const [outFeatures] = asMatrix(parameter(`${part.name}/weights`)).shape;
      return blocksOf([1], undefined).dense(x, { ...part, outFeatures, oneBit });
    },
    attention: (x, layer, mask) =>
      runRows("attention", x, (rows) => encoderAttention(blocksOf(x.shape, mask), rows, layer)),
    layer: (x, layer, mask) =>
      runRows("layer", x, (rows) => encoderLayer(blocksOf(x.shape, mask), rows, layer)),
  };
}

/** The rows, of which those of an id are constants to the gradient. */
function withoutGradientAt(rows: tf.Tensor2D, ids: Int32Array, id: number): tf.Tensor2D {
  return withCustomGradient<tf.Rank.R2>([rows], {
    forward: () => ({ value: tf.clone(rows), saved: [] }),
    backward: (gradient) => {
      const learns = tf.tensor2d(
        Float32Array.from(ids, (own) => (own === id ? 0 : 1)),
        [ids.length, 1],
      );
      return [tf.mul(gradient, learns)];
    },
  });
}
