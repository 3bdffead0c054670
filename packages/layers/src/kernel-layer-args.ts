import type { QuantizerSpec } from "@bnnkit/quantizers";
import type { KernelStart } from "./kernel-start.ts";
import type { OutputMap } from "./output-map.ts";
import type { LayerArgs } from "./quantizing-layer.ts";

/** What layers with a quantized kernel share. */
export interface KernelLayerArgs extends LayerArgs {
  /** Quantizes the input: a quantizer, its name, or its name and options. Default: the input as it is. */
  readonly inputQuantizer?: QuantizerSpec | string | null;
  /** Quantizes the kernel. Scales of bmtQuantizer have the axis "weights" here. Default: the kernel as it is. */
  readonly kernelQuantizer?: QuantizerSpec | string | null;
  /** Greatest magnitude of a latent weight, to which each update is clipped; "glorot": `√(1.5/(in + out))`; null: none.
   *  Default 1 for a quantizer with constant scales, which weights beyond 1 would never see again, else null. */
  readonly kernelClip?: number | "glorot" | null;
  /** First values of the latent kernel; default "glorot-uniform". */
  readonly kernelStart?: KernelStart;
  /** Whether each use in training writes the quantized numbers over the latent ones, so that an update starts from those (the
   *  gradient update mode "bb" of BMXNet, version 1); default false. */
  readonly overwritesKernel?: boolean;
  /** Whether each update is centred over the input channels, before it is clipped (the code of XNOR-Net); default false. */
  readonly kernelCentring?: boolean;
  /** "glorot": the `magnitude` of the kernel's quantizer is `√(1.5/(in + out))`, whatever its options say; default null. */
  readonly kernelMagnitude?: "glorot" | null;
  /** What the gradient of the kernel is a product of, instead of the input: "power-of-two", the input rounded at random to a
   *  power of two (quantized back propagation: Lin et al. 2016, https://arxiv.org/abs/1510.03009, §4). Default null. */
  readonly gradientInput?: "power-of-two" | null;
  /** Least and greatest exponent of those powers of two; in the paper's code −4 and 3 for convolutions. Default null: any. */
  readonly gradientExponents?: readonly [least: number, greatest: number] | null;
  /** Bits to which the gradient of the outputs is rounded at random (DoReFa-Net, https://arxiv.org/abs/1606.06160, §2.4).
   *  Default null: it is not. */
  readonly gradientBits?: number | null;
  /** What products are multiplied with beside the kernel's scale: "window-mean", the mean magnitude of the input, before it
   *  is quantized, under the window of each output, 0 outside of a map, a constant to the gradient (XNOR-Net's K,
   *  https://arxiv.org/abs/1603.05279, §3.2). Default null: nothing. */
  readonly inputScale?: "window-mean" | null;
  /** What becomes of a product of n numbers: see {@link OutputMap}. Default null: the product. */
  readonly outputMap?: OutputMap | null;
  /** A real number added to each output; default false, as a batch normalization follows. */
  readonly useBias?: boolean;
  /** What the bias is multiplied with: "scale-sums", the scales of the kernel's terms added up, times those of the input's: as
   *  where it is added to each product of one term with another, before these are weighted (ABC-Net's M·N convolutions, each
   *  with the bias). Scales of the kernel are constants to its gradient. Default null: nothing. */
  readonly biasScale?: "scale-sums" | null;
  /** Seed of the kernel's first values and of what is drawn in training; default: the values are others each time,
   *  draws are those of the layer's name. */
  readonly seed?: number | null;
}
