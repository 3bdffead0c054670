import type { Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";
import type { KernelOptions } from "./latent-kernel-layer.ts";
import { QuantConv2D, type QuantConv2DArgs } from "./quant-conv2d.ts";
import {
  type FilterPositions,
  filterPositions,
  ternaryAsIs,
  ternaryFilters,
} from "./ternary-filters.ts";

export interface LocallyBinaryConv2DArgs
  extends Omit<
    QuantConv2DArgs,
    | "kernelQuantizer"
    | "kernelClip"
    | "kernelStart"
    | "overwritesKernel"
    | "kernelCentring"
    | "kernelMagnitude"
    | "useBias"
    | "biasScale"
    | "seed"
  > {
  /** Part of the positions that are drawn, with replacement, above 0 up to 1; default 0.5, of which 39 % are not 0. */
  readonly density?: number;
  /** How they are drawn: "with-replacement", as the authors' code draws them, so that fewer are not 0; "distinct", so that the
   *  density is exact. Default "with-replacement". */
  readonly positions?: FilterPositions;
  /** Of the filters; default 1. */
  readonly seed?: number;
}

/** Of a kernel that is what it is. */
const untrained = {
  kernelQuantizer: null,
  kernelClip: null,
  kernelCentring: false,
  kernelMagnitude: null,
  overwritesKernel: false,
  useBias: false,
  biasScale: null,
} as const;

/** A convolution with fixed sparse filters of −1, 0 and 1, which are weights of the layer that nothing trains. */
export class LocallyBinaryConv2D extends QuantConv2D {
  /** What a saved model calls it. */
  static override readonly className: string = "LocallyBinaryConv2D";
  readonly density: number;
  readonly positions: FilterPositions;

  constructor({
    density = 0.5,
    positions = "with-replacement",
    seed = 1,
    ...args
  }: LocallyBinaryConv2DArgs) {
    super({ ...args, ...untrained, seed }, "locallyBinaryConv2d");
    this.density = density;
    this.positions = positions;
    if (!filterPositions.includes(positions)) {
      throw new RangeError(
        `locallyBinaryConv2d: positions must be one of ${filterPositions.join(", ")}, got ${positions}`,
      );
    }
    if (!(density > 0 && density <= 1)) {
      throw new RangeError(`locallyBinaryConv2d: density must be above 0 up to 1, got ${density}`);
    }
  }

  override get kernelQuantizer(): Quantizer {
    return ternaryAsIs;
  }

  protected override kernelOptions(shape: readonly number[]): KernelOptions {
    const size = shape.reduce((product, length) => product * length, 1);
    const { density, positions, seed } = this;
    const values = ternaryFilters(size, { density, positions, seed: seed ?? 1 });
    return { values, trainable: false };
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), density: this.density, positions: this.positions };
  }
}
tf.serialization.registerClass(LocallyBinaryConv2D);

/** The fixed convolution of a local binary convolution block; what is trained follows it: `reLU`, and a 1×1 `conv2d` that mixes
 *  its maps, which has a ninth of the weights of a 3×3 convolution where there are as many maps as channels.
 *
 *  Juefei-Xu, Boddeti, Savvides 2017, Local Binary Convolutional Neural Networks, https://arxiv.org/abs/1608.06049
 *  @throws RangeError if a size is no integer ≥ 1, `density` is not in range or another option is not. */
export function locallyBinaryConv2d(args: LocallyBinaryConv2DArgs): LocallyBinaryConv2D {
  return new LocallyBinaryConv2D(args);
}
