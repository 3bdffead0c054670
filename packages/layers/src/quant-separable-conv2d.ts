import type { QuantizerSpec } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import type { KernelLayer } from "./kernel-layer.ts";
import { QuantConv2D } from "./quant-conv2d.ts";
import { QuantDepthwiseConv2D, type QuantDepthwiseConv2DArgs } from "./quant-depthwise-conv2d.ts";
import { type LayerCallArgs, type QuantizedRole, QuantizingLayer } from "./quantizing-layer.ts";
import { singleShape } from "./single-input.ts";

export interface QuantSeparableConv2DArgs
  extends Omit<QuantDepthwiseConv2DArgs, "kernelQuantizer" | "outputMap"> {
  /** Output channels. */
  readonly filters: number;
  /** Quantizes the kernel over the map. Default: the kernel as it is. */
  readonly depthwiseQuantizer?: QuantizerSpec | string | null;
  /** Quantizes what stands between both products. Default: sums as they are. */
  readonly intermediateQuantizer?: QuantizerSpec | string | null;
  /** Quantizes the 1×1 kernel. Default: the kernel as it is. */
  readonly pointwiseQuantizer?: QuantizerSpec | string | null;
}

/** A depthwise convolution and a 1×1 convolution of its outputs, as one layer. */
export class QuantSeparableConv2D extends QuantizingLayer {
  /** What a saved model calls it. */
  static readonly className = "QuantSeparableConv2D";
  readonly depthwise: QuantDepthwiseConv2D;
  readonly pointwise: QuantConv2D;

  readonly #kernelClip: QuantSeparableConv2DArgs["kernelClip"];

  constructor(args: QuantSeparableConv2DArgs) {
    super(args);
    const { kernelClip, seed = null, useBias = false } = args;
    this.#kernelClip = kernelClip;
    const shared = {
      kernelStart: args.kernelStart ?? "glorot-uniform",
      overwritesKernel: args.overwritesKernel ?? false,
      kernelCentring: args.kernelCentring ?? false,
      kernelMagnitude: args.kernelMagnitude ?? null,
      gradientInput: args.gradientInput ?? null,
      gradientExponents: args.gradientExponents ?? null,
      gradientBits: args.gradientBits ?? null,
      ...(kernelClip !== undefined && { kernelClip }),
    };
    this.depthwise = new QuantDepthwiseConv2D({
      ...shared,
      name: `${this.name}.depthwise`,
      inputQuantizer: args.inputQuantizer ?? null,
      kernelQuantizer: args.depthwiseQuantizer ?? null,
      kernelSize: args.kernelSize,
      strides: args.strides ?? 1,
      dilationRate: args.dilationRate ?? 1,
      padding: args.padding ?? "valid",
      padValue: args.padValue ?? 0,
      depthMultiplier: args.depthMultiplier ?? 1,
      seed,
    });
    this.pointwise = new QuantConv2D(
      {
        ...shared,
        name: `${this.name}.pointwise`,
        filters: args.filters,
        kernelSize: 1,
        inputQuantizer: args.intermediateQuantizer ?? null,
        kernelQuantizer: args.pointwiseQuantizer ?? null,
        useBias,
        biasScale: args.biasScale ?? null,
        seed: seed === null ? null : seed + 1,
      },
      "quantSeparableConv2d",
    );
  }

  /** Both products with the shapes that they read. */
  partsFor(inputShape: tf.Shape): readonly (readonly [layer: KernelLayer, shape: tf.Shape])[] {
    return [
      [this.depthwise, inputShape],
      [this.pointwise, this.depthwise.computeOutputShape(inputShape)],
    ];
  }

  override quantizes(role: QuantizedRole): boolean {
    return this.depthwise.quantizes(role) || this.pointwise.quantizes(role);
  }

  /** Of both products. */
  override setQuantizedShare(role: QuantizedRole, share: number): void {
    super.setQuantizedShare(role, share);
    this.depthwise.setQuantizedShare(role, share);
    this.pointwise.setQuantizedShare(role, share);
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    // Applied, not built, so that the names of their weights differ.
    for (const [part, shape] of this.partsFor(singleShape(this.name, inputShape))) {
      part.apply(tf.input({ batchShape: shape }));
    }
    this.built = true;
  }

  override get trainableWeights(): tf.LayerVariable[] {
    if (!this.trainable) return [];
    return [...this.depthwise.trainableWeights, ...this.pointwise.trainableWeights];
  }

  override get nonTrainableWeights(): tf.LayerVariable[] {
    const parts = [this.depthwise, this.pointwise];
    return parts.flatMap((part) => (this.trainable ? part.nonTrainableWeights : part.weights));
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return this.pointwise.computeOutputShape(this.depthwise.computeOutputShape(inputShape));
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: LayerCallArgs): tf.Tensor {
    const { step } = this.drawingCall(args, 0);
    this.depthwise.trainingStep = step;
    this.pointwise.trainingStep = step;
    return tf.tidy(() => this.pointwise.call(this.depthwise.call(inputs, args), args));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { depthwise, pointwise } = this;
    const [first, second] = [depthwise.getConfig(), pointwise.getConfig()];
    return {
      ...super.getConfig(),
      inputQuantizer: first.inputQuantizer,
      depthwiseQuantizer: first.kernelQuantizer,
      intermediateQuantizer: second.inputQuantizer,
      pointwiseQuantizer: second.kernelQuantizer,
      kernelSize: first.kernelSize,
      strides: first.strides,
      dilationRate: first.dilationRate,
      padding: depthwise.padding,
      padValue: depthwise.padValue,
      depthMultiplier: depthwise.depthMultiplier,
      filters: pointwise.filters,
      kernelStart: first.kernelStart,
      overwritesKernel: depthwise.overwritesKernel,
      kernelCentring: depthwise.kernelCentring,
      kernelMagnitude: depthwise.kernelMagnitude,
      gradientInput: depthwise.gradientInput,
      gradientExponents: depthwise.gradientExponents && [...depthwise.gradientExponents],
      gradientBits: depthwise.gradientBits,
      useBias: pointwise.useBias,
      biasScale: pointwise.biasScale,
      seed: depthwise.seed,
      // Where it is not given, each kernel has its own.
      ...(this.#kernelClip !== undefined && { kernelClip: this.#kernelClip }),
    };
  }
}
tf.serialization.registerClass(QuantSeparableConv2D);

/** A separable convolution whose input and kernels are quantized: each channel by itself, then all of them at each place.
 *  @throws RangeError if a size is no integer ≥ 1, a quantizer is not registered, or another option is out of range. */
export function quantSeparableConv2d(args: QuantSeparableConv2DArgs): QuantSeparableConv2D {
  return new QuantSeparableConv2D(args);
}
