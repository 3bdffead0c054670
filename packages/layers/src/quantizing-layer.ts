import { createQuantizer, type QuantizerSpec } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import { type DrawingCall, LayerQuantizer } from "./layer-quantizer.ts";

/** What every layer of TensorFlow.js takes: `name`, `inputShape`, `trainable` and the like. */
export type LayerArgs = NonNullable<ConstructorParameters<typeof tf.layers.Layer>[0]>;

/** How a layer is called: `training` in `fit` and `trainOnBatch`. */
export interface LayerCallArgs {
  readonly training?: unknown;
}

/** What a layer quantizes: what it reads, or its kernels. */
export type QuantizedRole = "input" | "kernel";

/** A layer that quantizes: holds parameters of quantizers as weights, and counts its training steps, on which draws depend.
 *
 *  Step and shares are of the training alone: a saved model has neither, and a loaded one is quantized. */
export abstract class QuantizingLayer extends tf.layers.Layer {
  /** Training steps so far. A run that goes on sets it, see `setTrainingStep`. */
  trainingStep = 0;
  readonly #shares = { input: 1, kernel: 1 };

  /** Whether it has a quantizer of that. */
  quantizes(_role: QuantizedRole): boolean {
    return false;
  }

  /** How far it is quantized now: α of `x + α·(q(x) − x)`. */
  quantizedShare(role: QuantizedRole): number {
    return this.#shares[role];
  }

  /** Sets α of `x + α·(q(x) − x)`, in training and in predictions: 0 leaves x real, 1 quantizes it.
   *  @throws RangeError unless it is in 0 … 1. */
  setQuantizedShare(role: QuantizedRole, share: number): void {
    if (!(share >= 0 && share <= 1)) {
      throw new RangeError(`${this.name}: the quantized share must be in 0 … 1, got ${share}`);
    }
    this.#shares[role] = share;
  }

  /** A quantizer of this layer. */
  protected quantizerOf(spec: QuantizerSpec | string): LayerQuantizer {
    return new LayerQuantizer(createQuantizer(spec));
  }

  /** Adds the parameters of a quantizer to the weights; call it in `build`.
   *  @param role  what it quantizes, in the names of its weights
   *  @param features  the last axis of that */
  protected addParameters(
    quantizer: LayerQuantizer | undefined,
    role: string,
    features: number,
  ): void {
    quantizer?.build(role, features, ({ name, shape, initial, trainable }) => {
      const initializer = tf.initializers.constant({ value: initial });
      return this.addWeight(name, shape, "float32", initializer, undefined, trainable);
    });
  }

  /** This call's, for the input; counts a training step. */
  protected drawingCall({ training }: LayerCallArgs, seed: number): DrawingCall {
    const step = this.trainingStep;
    if (training) this.trainingStep++;
    return { training: Boolean(training), seed, step, share: this.quantizedShare("input") };
  }
}

/** Sets the training steps of every layer that draws: a run that goes on draws as if it had not been interrupted. */
export function setTrainingStep(model: tf.LayersModel, step: number): void {
  for (const layer of model.layers) {
    if (layer instanceof QuantizingLayer) layer.trainingStep = step;
  }
}
