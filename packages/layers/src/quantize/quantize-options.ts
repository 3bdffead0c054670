import type { QuantizerSpec } from "@bnnkit/quantizers";

/** How a network is quantized; the defaults are those of BNN. */
export interface QuantizeOptions {
  /** What all products but the first read. Default "clipped-sign": ±1. */
  readonly inputQuantizer?: QuantizerSpec | string | null;
  /** Of all kernels but the first. Default "clipped-sign". */
  readonly kernelQuantizer?: QuantizerSpec | string | null;
  /** Of the first kernel, which reads the input as it is. Default "int8-rows"; null leaves it real. */
  readonly firstKernelQuantizer?: QuantizerSpec | string | null;
  /** Whether the last dense layer or convolution is quantized like those before it; default false: it stays real. */
  readonly quantizeLast?: boolean;
  /** Names of layers that stay as they are. */
  readonly keep?: readonly string[];
  /** What stands around quantized maps where a convolution pads; default 1, which is a number of ±1. */
  readonly padValue?: number;
  /** Of the batch normalizations that are put behind products that have none. Default: momentum 0.9, ε 10⁻⁴. */
  readonly batchNormalization?: { readonly momentum: number; readonly epsilon: number };
}

/** The options with their defaults. */
export type QuantizeRecipe = Required<QuantizeOptions>;
