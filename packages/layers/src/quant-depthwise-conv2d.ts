import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import type { LayerCallArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";
import { WindowLayer, type WindowLayerArgs } from "./window-layer.ts";

export interface QuantDepthwiseConv2DArgs extends Omit<WindowLayerArgs, "inputScale"> {
  /** Outputs of each channel; default 1. */
  readonly depthMultiplier?: number;
}

/** Convolution of each channel of `[batch, height, width, channels]` by itself. The kernel is
 *  `[height, width, 1, channels·depthMultiplier]`, outputs of a channel beside each other, so that scales of outputs are of those. */
export class QuantDepthwiseConv2D extends WindowLayer {
  /** What a saved model calls it. */
  static readonly className = "QuantDepthwiseConv2D";
  readonly depthMultiplier: number;

  constructor(args: QuantDepthwiseConv2DArgs) {
    super("quantDepthwiseConv2d", { ...args, inputScale: null });
    this.depthMultiplier = args.depthMultiplier ?? 1;
    checkPositiveInteger("quantDepthwiseConv2d", "depthMultiplier", this.depthMultiplier);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const channels = this.channelsOf(inputShape);
    this.addWeights([...this.kernelSize, 1, channels * this.depthMultiplier], channels);
    this.inputSpec = [{ ndim: 4, axes: { [-1]: channels } }];
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch, height, width] = singleShape(this.name, inputShape);
    const outputs = this.channelsOf(inputShape) * this.depthMultiplier;
    return [batch, ...this.placesOf(height, width), outputs];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: LayerCallArgs): tf.Tensor {
    return tf.tidy(() =>
      this.product(singleTensor(this.name, inputs), args, (x, kernel) => {
        const map = this.padded(x);
        const taps = this.tapsOf(kernel, [map.shape[3], this.depthMultiplier]);
        return tf.depthwiseConv2d(map, taps, [...this.strides], this.ownPadding);
      }),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), depthMultiplier: this.depthMultiplier };
  }
}
tf.serialization.registerClass(QuantDepthwiseConv2D);

/** A depthwise convolution whose input and kernel are quantized, as in MobileNets; packed it is a convolution of as many groups
 *  as there are channels.
 *  @throws RangeError if a size is no integer ≥ 1, a quantizer is not registered, or another option is out of range. */
export function quantDepthwiseConv2d(args: QuantDepthwiseConv2DArgs): QuantDepthwiseConv2D {
  return new QuantDepthwiseConv2D(args);
}
