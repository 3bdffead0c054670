import {
  bmtQuantizer,
  elasticQuantizer,
  heavisideQuantizer,
  type Quantizer,
  shareOfGreatestQuantizer,
  signQuantizer,
  zeroMeanSignQuantizer,
} from "@bnnkit/quantizers";
import type { TransformerConfig } from "./config.ts";

/** What turns the weights and the rows of a Transformer into few bits. One that has parameters has them at each place where
 *  it stands. */
export interface TransformerQuantizers {
  /** Of a matrix `[outFeatures, inFeatures]`: ±1 times one scale for each row or one constant. */
  readonly weights: Quantizer;
  /** Of rows, along the last axis: a token, in attention a token and head; with one scale for each or one constant. */
  readonly activations: Quantizer;
  /** Of rows behind a ReLU; default that of `activations`. */
  readonly rectified?: Quantizer;
  /** Of queries, keys and values; default that of `activations`. */
  readonly operands?: Quantizer;
  /** Of attention probabilities, behind dropout; default that of `activations`, before it, with 0 at keys that are not seen. */
  readonly probabilities?: Quantizer;
  /** Of attention scores, in the place of the softmax and of what is done to probabilities; default: there is a softmax. */
  readonly scores?: Quantizer;
  /** Of the rows that attention makes of values; default that of `activations`. */
  readonly context?: Quantizer;
  /** Of the table that embeds tokens, ±1 times a scale for each row; default: it stays as it is. */
  readonly table?: Quantizer;
}

/** Those of BMT: ± half of the greatest magnitude of a row, with the estimator that a configuration names. */
export function bmtQuantizers({
  activationEstimator: estimator = "straight-through",
  triangleSlope: slope = 2,
}: Pick<TransformerConfig, "activationEstimator" | "triangleSlope">): TransformerQuantizers {
  return {
    weights: bmtQuantizer({ scaleAxis: "weight-rows" }),
    activations: bmtQuantizer({ scaleAxis: "activations", estimator, slope }),
  };
}

/** Those of BiT: elastic binarization with two sets, {0, 1} behind a ReLU and a softmax and {−1, +1} elsewhere, each place with
 *  a learned scale and, but for probabilities, a shift of each feature; weights by their mean magnitude.
 *
 *  Liu et al. 2022, https://arxiv.org/abs/2205.13016, §3
 *  @param bits  of activations, 1 to 8
 *  @param minimum  of several unsigned bits: "subtracted" as in BiT's code, which no file has; default "kept"
 *  @throws RangeError for other bits. */
export function twoSetQuantizers(
  bits: number = 1,
  minimum: "kept" | "subtracted" = "kept",
): TransformerQuantizers {
  const signed = elasticQuantizer({ bits });
  const unsigned = { set: "unsigned", bits, minimum: bits > 1 ? minimum : "kept" } as const;
  return {
    weights: zeroMeanSignQuantizer(),
    activations: signed,
    operands: signed,
    rectified: elasticQuantizer(unsigned),
    probabilities: elasticQuantizer({ ...unsigned, shift: "none" }),
    table: zeroMeanSignQuantizer({ scaleAxis: "activations" }),
  };
}

/** Those of BiViT: signs, weights less the mean of their row times its mean magnitude, and attention of zeros and ones by the
 *  softmax-aware rule.
 *
 *  He et al. 2022, https://arxiv.org/abs/2211.07091
 *  @param weightScales  "learned": the scales of rows are parameters, which begin with the mean magnitudes. Default "mean"
 *  @param contextClip  magnitude below which the gradient passes the signs of what attention makes of values. Default 1, as in the
 *    code, where it passes zeros alone
 *  @throws RangeError for a clip that is not positive and finite */
export function softmaxAwareQuantizers(
  weightScales: "mean" | "learned" = "mean",
  contextClip: number = 1,
): TransformerQuantizers {
  return { ...centeredSigns(weightScales, contextClip), probabilities: shareOfGreatestQuantizer() };
}

/** Signs throughout, what BiViT compares itself with: attention without a softmax, 1 where the score is positive, else 0.
 *
 *  He et al. 2022, https://arxiv.org/abs/2211.07091, the code's "ZMean"
 *  @param weightScales  as of {@link softmaxAwareQuantizers}, and so is `contextClip` */
export function signQuantizers(
  weightScales: "mean" | "learned" = "mean",
  contextClip: number = 1,
): TransformerQuantizers {
  return {
    ...centeredSigns(weightScales, contextClip),
    scores: heavisideQuantizer({ estimator: "clipped", boundary: "open" }),
  };
}

/** Weights and rows of BiViT. */
function centeredSigns(
  weightScales: "mean" | "learned",
  contextClip: number,
): TransformerQuantizers {
  const sign = signQuantizer({ estimator: "clipped", boundary: "open" });
  return {
    weights: zeroMeanSignQuantizer({
      centerAxis: "weight-rows",
      scaleAxis: "weight-rows",
      estimator: "clipped",
      boundary: "open",
      scaleGradient: "constant",
      meanGradient: "subtracted",
      scale: weightScales,
    }),
    activations: sign,
    operands: sign,
    context: signQuantizer({ estimator: "clipped", boundary: "open", clip: contextClip }),
    // The sign of what is behind a ReLU is +1 throughout.
    rectified: heavisideQuantizer({ estimator: "clipped", boundary: "open" }),
    table: zeroMeanSignQuantizer({ scaleAxis: "activations" }),
  };
}

/** @throws RangeError unless both have the code that one-bit products take. */
export function checkQuantizers(where: string, quantizers: TransformerQuantizers): void {
  const { weights, activations } = quantizers;
  for (const [role, quantizer] of Object.entries({ weights, activations })) {
    if (isScaledSign(quantizer)) continue;
    const { name, code } = quantizer;
    throw new RangeError(
      `${where}: quantizers.${role} must have a code of one ±1 digit and a scale, got "${name}" with ${JSON.stringify(code)}`,
    );
  }
}

/** Whether its numbers are ±1 times a scale. */
export function isScaledSign({ code }: Quantizer): boolean {
  const [{ digit, offset = 0, slices = 1 }, ...rest] = code;
  return digit === "bipolar" && offset === 0 && slices === 1 && rest.length === 0;
}
