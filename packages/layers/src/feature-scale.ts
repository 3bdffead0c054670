import * as tf from "@tensorflow/tfjs";
import type { LayerArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";

export interface FeatureScaleArgs extends LayerArgs {
  /** At first; default 1. */
  readonly scale?: number;
}

/** `y = s_c·x`, with a scale learned for each feature, the last axis. */
export class FeatureScale extends tf.layers.Layer {
  /** What a saved model calls it. */
  static readonly className = "FeatureScale";
  readonly scale: number;
  #scales: tf.LayerVariable | undefined;

  constructor(args: FeatureScaleArgs = {}) {
    super(args);
    this.scale = args.scale ?? 1;
    if (!Number.isFinite(this.scale)) {
      throw new RangeError(`featureScale: scale must be finite, got ${this.scale}`);
    }
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const features = singleShape(this.name, inputShape).at(-1);
    if (typeof features !== "number") {
      throw new RangeError(`${this.name}: the last axis of the input must have a size`);
    }
    const initial = tf.initializers.constant({ value: this.scale });
    this.#scales = this.addWeight("scales", [features], "float32", initial);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return singleShape(this.name, inputShape);
  }

  /** One number for each feature.
   *  @throws RangeError before the layer is built. */
  get scales(): tf.Tensor {
    if (this.#scales) return this.#scales.read();
    throw new RangeError(`${this.name}: the layer has no weights before it is built`);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => tf.mul(singleTensor(this.name, inputs), this.scales));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scale: this.scale };
  }
}
tf.serialization.registerClass(FeatureScale);

/** A scale of each feature. In front of a sign it says how steep the gradient is and, packed, goes into the thresholds: the mask
 *  of A&B BNN, 2024, https://arxiv.org/abs/2403.03739.
 *  @throws RangeError unless `scale` is finite. */
export function featureScale(args: FeatureScaleArgs = {}): FeatureScale {
  return new FeatureScale(args);
}
