import { checkPositiveInteger, type Extent, type Margin, sameMargin, slide } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { KernelLayer, type KernelLayerArgs } from "./kernel-layer.ts";
import type { LayerCallArgs } from "./quantizing-layer.ts";
import { singleShape, singleTensor } from "./single-input.ts";

/** Rows and columns, or one number for both. */
export type Size = number | readonly [height: number, width: number];

export interface QuantConv2DArgs extends KernelLayerArgs {
  /** Output channels. */
  readonly filters: number;
  readonly kernelSize: Size;
  /** Default 1. */
  readonly strides?: Size;
  /** Default 1. */
  readonly dilationRate?: Size;
  /** "valid" (default): windows inside the map alone; "same": ⌈size/stride⌉ of them. */
  readonly padding?: "valid" | "same";
  /** What stands outside the map, as a value of the quantized input. 0 (default) is no digit of ±1: a border window then
   *  has fewer products, and a packed run has to count them. With −1 or 1 all windows are alike. "quantized-zero": what the
   *  quantizer makes of 0, as where a map is padded before it is quantized. */
  readonly padValue?: number | "quantized-zero";
}

/** Convolution of `[batch, height, width, channels]` with a kernel `[height, width, inChannels, filters]`. Where the numbers
 *  of the kernel are one digit times a scale, the scale follows the product. */
export class QuantConv2D extends KernelLayer {
  /** What a saved model calls it. */
  static readonly className = "QuantConv2D";
  readonly filters: number;
  readonly kernelSize: Extent;
  readonly strides: Extent;
  readonly dilationRate: Extent;
  readonly padding: "valid" | "same";
  readonly padValue: number | "quantized-zero";

  constructor(args: QuantConv2DArgs) {
    super(args);
    checkPositiveInteger("quantConv2d", "filters", args.filters);
    this.filters = args.filters;
    this.kernelSize = extentOf("kernelSize", args.kernelSize);
    this.strides = extentOf("strides", args.strides ?? 1);
    this.dilationRate = extentOf("dilationRate", args.dilationRate ?? 1);
    this.padding = args.padding ?? "valid";
    this.padValue = args.padValue ?? 0;
    if (this.padding !== "valid" && this.padding !== "same") {
      throw new RangeError(`quantConv2d: padding must be "valid" or "same", got ${this.padding}`);
    }
    if (this.padValue !== "quantized-zero" && !Number.isFinite(this.padValue)) {
      throw new RangeError(
        `quantConv2d: padValue must be finite or "quantized-zero", got ${this.padValue}`,
      );
    }
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
    const { size, dilations } = this.window;
    // Of a map as large as the window where a size is not known yet.
    const map: Extent = [
      height ?? dilations[0] * (size[0] - 1) + 1,
      width ?? dilations[1] * (size[1] - 1) + 1,
    ];
    const padding = { ...this.margin(map), value: 0 };
    const [rows, columns] = slide(this.name, map, { ...this.window, padding });
    return [batch, height && rows, width && columns, this.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: LayerCallArgs): tf.Tensor {
    return tf.tidy(() => {
      const map = singleTensor(this.name, inputs);
      const isPaddedFirst = this.padValue === "quantized-zero";
      return this.product(isPaddedFirst ? this.padded(map, 0) : map, args, (x, kernel) => {
        const { padValue } = this;
        // A pad of zeros is the kernel's own.
        if (padValue === 0) return this.convolved(x, kernel, this.padding);
        const isPadded = padValue === "quantized-zero";
        return this.convolved(isPadded ? x : this.padded(x, padValue), kernel, "valid");
      });
    });
  }

  private convolved(x: tf.Tensor, kernel: tf.Tensor, padding: "valid" | "same"): tf.Tensor {
    const [batch, height, width, channels] = x.shape;
    const map = tf.reshape<tf.Rank.R4>(x, [batch, height, width, channels]);
    const window = [...this.kernelSize, channels, this.filters] as const;
    const filter = tf.reshape<tf.Rank.R4>(kernel, [...window]);
    return tf.conv2d(map, filter, [...this.strides], padding, "NHWC", [...this.dilationRate]);
  }

  /** Outside of a map is 0. */
  protected override windowMeans(x: tf.Tensor): tf.Tensor {
    const [height, width] = this.kernelSize;
    const box = tf.fill<tf.Rank.R4>([height, width, 1, 1], 1 / (height * width));
    const means = tf.mean<tf.Tensor4D>(x, -1, true);
    const { strides, dilationRate } = this;
    const padding = this.padValue === "quantized-zero" ? "valid" : this.padding;
    return tf.conv2d(means, box, [...strides], padding, "NHWC", [...dilationRate]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      filters: this.filters,
      kernelSize: [...this.kernelSize],
      strides: [...this.strides],
      dilationRate: [...this.dilationRate],
      padding: this.padding,
      padValue: this.padValue,
    };
  }

  private get window(): {
    readonly size: Extent;
    readonly strides: Extent;
    readonly dilations: Extent;
  } {
    return { size: this.kernelSize, strides: this.strides, dilations: this.dilationRate };
  }

  private margin(map: Extent): Margin {
    if (this.padding === "valid") return { top: 0, bottom: 0, left: 0, right: 0 };
    return sameMargin(map, this.window);
  }

  private padded(x: tf.Tensor, outside: number): tf.Tensor {
    if (this.padding === "valid") return x;
    const [, height, width] = x.shape;
    const { top, bottom, left, right } = this.margin([height, width]);
    const margins: [number, number][] = [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ];
    return tf.pad(x, margins, outside);
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

function extentOf(name: string, size: Size): Extent {
  const extent: Extent = typeof size === "number" ? [size, size] : [size[0], size[1]];
  for (const length of extent) checkPositiveInteger("quantConv2d", name, length);
  return extent;
}
