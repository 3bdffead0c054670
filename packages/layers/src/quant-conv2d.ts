import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import type { KernelOptions } from "./latent-kernel-layer.ts";
import type { LayerCallArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";
import { WindowLayer, type WindowLayerArgs } from "./window-layer.ts";

export interface QuantConv2DArgs extends WindowLayerArgs {
  /** Output channels. */
  readonly filters: number;
}

/** Convolution of `[batch, height, width, channels]` with a kernel `[height, width, inChannels, filters]`. Where the numbers
 *  of the kernel are one digit times a scale, the scale follows the product. */
export class QuantConv2D extends WindowLayer {
  /** What a saved model calls it. */
  static readonly className: string = "QuantConv2D";
  readonly filters: number;

  constructor(args: QuantConv2DArgs, where: string = "quantConv2d") {
    super(where, args);
    checkPositiveInteger(where, "filters", args.filters);
    this.filters = args.filters;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const channels = this.channelsOf(inputShape);
    const shape = [...this.kernelSize, channels, this.filters];
    this.addWeights(shape, channels, this.kernelOptions(shape));
    this.inputSpec = [{ ndim: 4, axes: { [-1]: channels } }];
    this.built = true;
  }

  /** How the kernel starts, and whether it is trained. */
  protected kernelOptions(_shape: readonly number[]): KernelOptions {
    return {};
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch, height, width] = singleShape(this.name, inputShape);
    return [batch, ...this.placesOf(height, width), this.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: LayerCallArgs): tf.Tensor {
    return tf.tidy(() =>
      this.product(singleTensor(this.name, inputs), args, (x, kernel) => this.convolve(x, kernel)),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), filters: this.filters };
  }
}
tf.serialization.registerClass(QuantConv2D);

/** A convolution whose input and kernel are quantized, on maps with the channels last. With "clipped-sign" for both it is
 *  BNN's, and with a `padValue` of ±1 or without padding every product of it is one of ±1 times ±1.
 *
 *  Courbariaux et al. 2016, Binarized Neural Networks, https://arxiv.org/abs/1602.02830
 *  @throws RangeError if a size is no integer ≥ 1, a quantizer is not registered, or another option is out of range. */
export function quantConv2d(args: QuantConv2DArgs): QuantConv2D {
  return new QuantConv2D(args);
}
