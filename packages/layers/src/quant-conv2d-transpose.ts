import { checkPositiveInteger, type Extent } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { KernelLayer } from "./kernel-layer.ts";
import type { KernelLayerArgs } from "./kernel-layer-args.ts";
import { placeCount } from "./latent-kernel-layer.ts";
import type { LayerCallArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";
import { checkPadding, extentOf, type PaddingName, type Size } from "./window-options.ts";

export interface QuantConv2DTransposeArgs
  extends Omit<KernelLayerArgs, "inputScale" | "outputMap"> {
  /** Output channels. */
  readonly filters: number;
  readonly kernelSize: Size;
  /** Rows and columns of the output for one of the input; default 1. */
  readonly strides?: Size;
  /** "valid" (default): everything that a place of the input reaches, size·stride + max(kernel − stride, 0) rows; "same":
   *  size·stride. */
  readonly padding?: PaddingName;
}

/** Transposed convolution of `[batch, height, width, channels]`: each place of the input adds its product with the kernel
 *  `[height, width, inChannels, filters]` to the window that begins at place·stride. */
export class QuantConv2DTranspose extends KernelLayer {
  /** What a saved model calls it. */
  static readonly className = "QuantConv2DTranspose";
  readonly filters: number;
  readonly kernelSize: Extent;
  readonly strides: Extent;
  readonly padding: PaddingName;

  constructor(args: QuantConv2DTransposeArgs) {
    super({ ...args, inputScale: null, outputMap: null });
    const where = "quantConv2dTranspose";
    checkPositiveInteger(where, "filters", args.filters);
    this.filters = args.filters;
    this.kernelSize = extentOf(where, "kernelSize", args.kernelSize);
    this.strides = extentOf(where, "strides", args.strides ?? 1);
    this.padding = args.padding ?? "valid";
    checkPadding(where, this.padding);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const shape = singleShape(this.name, inputShape);
    const channels = shape[3];
    if (shape.length !== 4 || typeof channels !== "number") {
      throw new RangeError(
        `${this.name}: the input must be [batch, height, width, channels], got [${shape}]`,
      );
    }
    this.addWeights([...this.kernelSize, channels, this.filters], channels);
    this.inputSpec = [{ ndim: 4, axes: { [-1]: channels } }];
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [batch, height, width] = singleShape(this.name, inputShape);
    return [
      batch,
      height && this.lengthOf(height, 0),
      width && this.lengthOf(width, 1),
      this.filters,
    ];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: LayerCallArgs): tf.Tensor {
    return tf.tidy(() =>
      this.product(singleTensor(this.name, inputs), args, (x, kernel) => {
        const [batch, height, width, channels] = x.shape;
        const size = [this.lengthOf(height, 0), this.lengthOf(width, 1)] as const;
        return tf.conv2dTranspose(
          tf.reshape<tf.Rank.R4>(x, [batch, height, width, channels]),
          tf.transpose<tf.Tensor4D>(
            tf.reshape(kernel, [...this.kernelSize, channels, this.filters]),
            [0, 1, 3, 2],
          ),
          [batch, ...size, this.filters],
          [...this.strides],
          this.padding,
        );
      }),
    );
  }

  /** The whole kernel for each place of the input; at the border of "same" some of it falls outside. */
  override productsFor(inputShape: tf.Shape): number {
    return this.kernel.size * placeCount(inputShape);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      filters: this.filters,
      kernelSize: [...this.kernelSize],
      strides: [...this.strides],
      padding: this.padding,
    };
  }

  private lengthOf(length: number, axis: 0 | 1): number {
    const [size, stride] = [this.kernelSize[axis], this.strides[axis]];
    const beyond = this.padding === "valid" ? Math.max(size - stride, 0) : 0;
    return length * stride + beyond;
  }
}
tf.serialization.registerClass(QuantConv2DTranspose);

/** A transposed convolution whose input and kernel are quantized, for networks whose maps grow. It can be trained; a model file
 *  has no node for it.
 *  @throws RangeError if a size is no integer ≥ 1, a quantizer is not registered, or another option is out of range. */
export function quantConv2dTranspose(args: QuantConv2DTransposeArgs): QuantConv2DTranspose {
  return new QuantConv2DTranspose(args);
}
