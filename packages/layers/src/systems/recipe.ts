import type { Paper } from "@bnnkit/quantizers";
import type { KernelLayerArgs } from "../kernel-layer-args.ts";
import type { LocallyBinaryConv2DArgs } from "../locally-binary-conv2d.ts";

/** What a recipe says of a layer with a kernel. */
export interface RecipeProduct
  extends Pick<
    KernelLayerArgs,
    | "inputQuantizer"
    | "kernelQuantizer"
    | "kernelClip"
    | "kernelStart"
    | "overwritesKernel"
    | "kernelCentring"
    | "kernelMagnitude"
    | "gradientInput"
    | "gradientBits"
    | "inputScale"
    | "outputMap"
    | "useBias"
    | "biasScale"
  > {
  /** `gradientExponents` of convolutions; dense layers have none. */
  readonly convolutionExponents?: KernelLayerArgs["gradientExponents"];
  /** Outside of a map, as a value of the quantized input; default 0. */
  readonly padValue?: number | "quantized-zero";
  /** Whether a scale of each feature is learned in front of the input quantizer: see `featureScale`; default false. */
  readonly inputMask?: boolean;
}

/** A gate: what a block's value is multiplied with, one number in 0 … 1 for each feature (squeeze and excitation). */
export interface RecipeGate extends Pick<KernelLayerArgs, "kernelQuantizer" | "kernelClip"> {
  /** How many times fewer features stand between its two products than in front of them. */
  readonly reduction: number;
}

/** Fixed filters. */
export type RecipeFilters = Pick<LocallyBinaryConv2DArgs, "density" | "positions">;

/** In which order the layers of a network stand: see `networks/blocks.ts`. */
export type BlockName =
  | "plain"
  | "normalize-first"
  | "residual"
  | "gated-residual"
  | "recoupled"
  | "locally-binary";

/** What stands behind a normalization: see `Stage.activate`. */
export type ActivationName = "relu" | "shifted-prelu" | "two-slope-prelu" | "power-of-two-prelu";

/** How weights are updated: Adam, also with steps of latent kernels that are multiplied by 1/√(1.5/(in + out)) and clipped to ±1
 *  then, plain gradient descent, or for the quantized kernels behind the first layer another optimizer, and Adam for the rest. */
export type RecipeOptimizer =
  | { readonly name: "adam" }
  | { readonly name: "gradient-descent" }
  | { readonly name: "scaled-adam" }
  | { readonly name: "shift-ada-max" }
  | {
      readonly name: "bop";
      readonly gamma: number;
      readonly threshold: number;
      readonly tie?: "positive" | "kept";
    }
  | { readonly name: "boolean-flips"; readonly learningRate: number };

/** Between the first value a and the last value b, t the share of the training:
 *
 *  | curve                  | value                                                                            |
 *  | ---------------------- | -------------------------------------------------------------------------------- |
 *  | `"exponential"`        | `a·(b/a)^t`, the same factor each step (IR-Net)                                  |
 *  | `"linear"`             | `a + (b − a)·t`                                                                  |
 *  | `"offset-exponential"` | `a + (b − a)·(eᵗ − 1)/(e − 1)`, which is A·eᵗ + B (ReCU)                         |
 *  | `"inverse-sigmoid"`    | 1 over a sigmoid of t: see `muSchedule` of `@bnnkit/quantizers` (PARQ)           |
 */
export type ScheduleCurve = "exponential" | "linear" | "offset-exponential" | "inverse-sigmoid";

/** A parameter of quantizers that changes each step. */
export interface ParameterSchedule {
  readonly parameter: string;
  readonly first: number;
  readonly last: number;
  /** Default "exponential". */
  readonly curve?: ScheduleCurve;
}

/** When real numbers become quantized ones, in shares of the training, 0 … 1. */
export interface QuantizationOnset {
  /** Before it, nothing is quantized. */
  readonly start: number;
  /** From it on, all is. Default `start`: at once. */
  readonly end?: number;
  /** Between both. "blend": all layers alike, as `x + α·(q(x) − x)` with α from 0 to 1 in equal steps; "front-to-back":
   *  one layer after another in equal times, the first one at `start` and the last one at `end`; "back-to-front": in the
   *  opposite order. Default "blend". */
  readonly way?: "blend" | "front-to-back" | "back-to-front";
}

/** When the inputs and the kernels of all quantized layers become so; what is not named stays as it is. */
export interface QuantizationSchedule {
  readonly inputs?: QuantizationOnset;
  readonly kernels?: QuantizationOnset;
}

/** What a network is trained with: see {@link recipeLoss}. */
export type LossName = "square-hinge" | "summed-square-hinge" | "cross-entropy";

/** How a network is binarized and trained: data, which `imageNetwork` makes a network of. */
export interface Recipe {
  /** The code or the section that it follows. */
  readonly source: string;
  /** What bytes become: scale·byte + offset. */
  readonly pixels: { readonly scale: number; readonly offset: number };
  /** The layer that reads the pixels, those between, and the one that gives the scores. */
  readonly first: RecipeProduct;
  readonly hidden: RecipeProduct;
  readonly last: RecipeProduct;
  readonly block: BlockName;
  /** Behind each normalization but the last; default none: the next input quantizer is the activation. */
  readonly activation?: ActivationName;
  /** Of blocks that have one. */
  readonly gate?: RecipeGate;
  /** Of locally binary blocks; default density 0.5, positions drawn with replacement. */
  readonly filters?: RecipeFilters;
  readonly normalization: {
    /** Share of the running statistics that a step keeps. */
    readonly momentum: number;
    readonly epsilon: number;
    /** Left out; default false. */
    readonly omitted?: boolean;
    /** By powers of two; default false. */
    readonly byShifts?: boolean;
    /** Whether a scale γ and a shift β are learned; default true. */
    readonly affine?: boolean;
    /** Whether kernels of dense layers are trained past it, see `normalizedDense`; default false. */
    readonly isPassed?: boolean;
  };
  /** Whether the scores are normalized, too. */
  readonly normalizesScores: boolean;
  /** What the scores are multiplied with, for losses that need other magnitudes than sums of signs have; default 1. */
  readonly scoreScale?: number;
  readonly loss: LossName;
  readonly optimizer: RecipeOptimizer;
  /** Of the first step, by kind of network, in a run of a few epochs. */
  readonly learningRate: { readonly dense: number; readonly convolution: number };
  readonly schedule?: ParameterSchedule;
  /** Default: all is quantized from the first step on. */
  readonly quantization?: QuantizationSchedule;
}

/** A binarization system: a paper's way to binarize a network, with variants by name where code and paper differ. */
export interface BinarizationSystem<Preset extends string = string> {
  /** As its paper calls it. */
  readonly title: string;
  readonly paper: Paper;
  /** Variants; the first one is the default. */
  readonly presets: Readonly<Record<Preset, Recipe>>;
}
