import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import type { LayerCallArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";
import { WindowLayer, type WindowLayerArgs } from "./window-layer.ts";

export interface QuantConv1DArgs
  extends Omit<WindowLayerArgs, "kernelSize" | "strides" | "dilationRate"> {
  /** Output channels. */
  readonly filters: number;
  readonly kernelSize: number;
  /** Default 1. */
  readonly strides?: number;
  /** Default 1. */
  readonly dilationRate?: number;
}

/** Convolution of `[batch, length, channels]` with a kernel `[length, inChannels, filters]`: that of a map of one row. */
export class QuantConv1D extends WindowLayer {
  /** What a saved model calls it. */
  static readonly className = "QuantConv1D";
  readonly filters: number;

  constructor(args: QuantConv1DArgs) {
    super("quantConv1d", {
      ...args,
      kernelSize: [1, args.kernelSize],
      strides: [1, args.strides ?? 1],
      dilationRate: [1, args.dilationRate ?? 1],
    });
    checkPositiveInteger("quantConv1d", "filters", args.filters);
    this.filters = args.filters;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = singleShape(this.name, inputShape);
    const channels = shape[2];
    if (shape.length !== 3 || typeof channels !== "number") {
      throw new RangeError(
        `${this.name}: the input must be [batch, length, channels], got [${shape}]`,
      );
    }
    this.addWeights([this.kernelSize[1], channels, this.filters], channels);
    this.inputSpec = [{ ndim: 3, axes: { [-1]: channels } }];
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch, length] = singleShape(this.name, inputShape);
    return [batch, this.placesOf(1, length)[1], this.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: LayerCallArgs): tf.Tensor {
    return tf.tidy(() => {
      const row = tf.expandDims(singleTensor(this.name, inputs), 1);
      return tf.squeeze(
        this.product(row, args, (x, kernel) => this.convolve(x, kernel)),
        [1],
      );
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      filters: this.filters,
      kernelSize: this.kernelSize[1],
      strides: this.strides[1],
      dilationRate: this.dilationRate[1],
    };
  }
}
tf.serialization.registerClass(QuantConv1D);

/** A convolution over sequences whose input and kernel are quantized; packed it is one over maps of a single row.
 *  @throws RangeError if a size is no integer ≥ 1, a quantizer is not registered, or another option is out of range. */
export function quantConv1d(args: QuantConv1DArgs): QuantConv1D {
  return new QuantConv1D(args);
}
