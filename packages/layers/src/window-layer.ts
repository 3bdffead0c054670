import { type Extent, type Margin, sameMargin, slide } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { dilatedKernel } from "./dilated-kernel.ts";
import type { Multiply } from "./gradient-path.ts";
import { KernelLayer } from "./kernel-layer.ts";
import type { KernelLayerArgs } from "./kernel-layer-args.ts";
import type { LayerCallArgs } from "./quantizing-layer.ts";
import { singleShape } from "./single-input.ts";
import { checkPadding, extentOf, type PaddingName, type Size } from "./window-options.ts";

/** What layers share whose kernel slides over a map. */
export interface WindowLayerArgs extends KernelLayerArgs {
  readonly kernelSize: Size;
  /** Default 1. */
  readonly strides?: Size;
  /** Default 1. */
  readonly dilationRate?: Size;
  /** "valid" (default): windows inside the map alone; "same": ⌈size/stride⌉ of them. */
  readonly padding?: PaddingName;
  /** What stands outside the map, as a value of the quantized input. 0 (default) is no digit of ±1: a border window then
   *  has fewer products, and a packed run has to count them. With −1 or 1 all windows are alike. "quantized-zero": what the
   *  quantizer makes of 0, as where a map is padded before it is quantized. */
  readonly padValue?: number | "quantized-zero";
}

/** A layer whose quantized kernel slides over a map `[batch, height, width, channels]`. */
export abstract class WindowLayer extends KernelLayer {
  readonly kernelSize: Extent;
  readonly strides: Extent;
  readonly dilationRate: Extent;
  readonly padding: PaddingName;
  readonly padValue: number | "quantized-zero";

  /** @param where  Who makes it, as error messages name it. */
  constructor(where: string, args: WindowLayerArgs) {
    super(args);
    this.kernelSize = extentOf(where, "kernelSize", args.kernelSize);
    this.strides = extentOf(where, "strides", args.strides ?? 1);
    this.dilationRate = extentOf(where, "dilationRate", args.dilationRate ?? 1);
    this.padding = args.padding ?? "valid";
    this.padValue = args.padValue ?? 0;
    checkPadding(where, this.padding);
    if (this.padValue !== "quantized-zero" && !Number.isFinite(this.padValue)) {
      throw new RangeError(
        `${where}: padValue must be finite or "quantized-zero", got ${this.padValue}`,
      );
    }
  }

  /** Channels of a map, the batch first.
   *  @throws RangeError for another shape, or none. */
  protected channelsOf(inputShape: tf.Shape | tf.Shape[]): number {
    const shape = singleShape(this.name, inputShape);
    const channels = shape[3];
    if (shape.length === 4 && typeof channels === "number") return channels;
    throw new RangeError(
      `${this.name}: the input must be [batch, height, width, channels], got [${shape}]`,
    );
  }

  /** Rows and columns of the output; null where those of the map are not known yet. */
  protected placesOf(height: number | null, width: number | null): readonly (number | null)[] {
    const { size, dilations } = this.window;
    // Of a map as large as the window where a size is not known yet.
    const map: Extent = [
      height ?? dilations[0] * (size[0] - 1) + 1,
      width ?? dilations[1] * (size[1] - 1) + 1,
    ];
    const padding = { ...this.margin(map), value: 0 };
    const [rows, columns] = slide(this.name, map, { ...this.window, padding });
    return [height && rows, width && columns];
  }

  /** Of a map that is padded before it is quantized, if that is said. */
  protected override product(x: tf.Tensor, args: LayerCallArgs, multiply: Multiply): tf.Tensor {
    const isPaddedFirst = this.padValue === "quantized-zero";
    return super.product(isPaddedFirst ? this.#padded(x, 0) : x, args, multiply);
  }

  /** A quantized map with what stands outside of it, but for zeros, which are the operation's own: see `ownPadding`. */
  protected padded(x: tf.Tensor): tf.Tensor4D {
    const [batch, height, width, channels] = x.shape;
    const map = tf.reshape<tf.Rank.R4>(x, [batch, height, width, channels]);
    const { padValue } = this;
    return padValue === 0 || padValue === "quantized-zero" ? map : this.#padded(map, padValue);
  }

  #padded<R extends tf.Rank>(x: tf.Tensor<R>, outside: number): tf.Tensor<R> {
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

  /** What is left to the operation that reads `padded`. */
  protected get ownPadding(): PaddingName {
    return this.padValue === 0 ? this.padding : "valid";
  }

  /** The convolution of a map with a kernel [height, width, channels, outputs]. */
  protected convolve(x: tf.Tensor, kernel: tf.Tensor): tf.Tensor4D {
    const map = this.padded(x);
    const outputs = kernel.shape[kernel.rank - 1];
    const taps = this.tapsOf(kernel, [map.shape[3], outputs]);
    return tf.conv2d(map, taps, [...this.strides], this.ownPadding);
  }

  /** The kernel as a convolution without dilation has it. */
  protected tapsOf(kernel: tf.Tensor, features: readonly [number, number]): tf.Tensor4D {
    const taps = tf.reshape<tf.Rank.R4>(kernel, [...this.kernelSize, ...features]);
    return dilatedKernel(taps, this.dilationRate);
  }

  /** Outside of a map is 0. */
  protected override windowMeans(x: tf.Tensor): tf.Tensor {
    const [height, width] = this.kernelSize;
    const box = tf.fill<tf.Rank.R4>([height, width, 1, 1], 1 / (height * width));
    const means = tf.mean<tf.Tensor4D>(x, -1, true);
    const padding = this.padValue === "quantized-zero" ? "valid" : this.padding;
    return tf.conv2d(means, dilatedKernel(box, this.dilationRate), [...this.strides], padding);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
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
}
