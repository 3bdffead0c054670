import { type Code, checkIntegerBetween, codeFrom } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import {
  type BinarizationSet,
  binarizationSets,
  type ElasticConvention,
  type ElasticLevels,
  elasticConventions,
  elasticFactors,
  elasticTerms,
  elasticValue,
  leastElasticScale,
} from "./elastic-levels.ts";
import { elasticScale } from "./elastic-scale.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { checkInitial, numberOptionOf, optionOf, parameterValue } from "./parameter-values.ts";
import type {
  EncodedTerm,
  Paper,
  QuantizeCall,
  Quantizer,
  QuantizerParameter,
} from "./quantizer.ts";
import { tidyEncoding } from "./tidy-encoding.ts";

/** What becomes of the least element of the tensor: "kept": nothing; "subtracted": it is taken off before the levels are
 *  found, and added to them, a constant to the gradient. */
export const elasticMinima = ["kept", "subtracted"] as const;

export interface ElasticQuantizerOptions {
  /** "signed" for values of both signs, "unsigned" for those after a ReLU or a softmax; default "signed". */
  readonly set?: BinarizationSet;
  /** 1 to 8; default 1. */
  readonly bits?: number;
  /** Default "code". */
  readonly convention?: ElasticConvention;
  /** Initial α; default 1. `parametersFrom` finds the one of a first batch. */
  readonly scale?: number;
  /** Initial b that the code adds, of all features or of each, or initial β that the paper subtracts; "none": there is no
   *  shift, as in the code for attention. Default 0. */
  readonly shift?: number | readonly number[] | "none";
  /** "subtracted" is what the code does to several unsigned bits; a file cannot have it of values. Default "kept". */
  readonly minimum?: (typeof elasticMinima)[number];
}

const paper: Paper = {
  title: "BiT: Robustly Binarized Multi-distilled Transformer",
  authors: "Liu, Oguz, Pappu, Xiao, Yih, Li, Krishnamoorthi, Mehdad",
  year: 2022,
  url: "https://arxiv.org/abs/2205.13016",
  section: "§3.2; facebookresearch/bit",
};

const where = "elasticQuantizer";

/** Elastic binarization: ±α, {0, α} or more levels, with a learned scale and a learned shift. Values of BiT.
 *
 *  |                      | "code"                                       | "paper"                                  |
 *  | -------------------- | -------------------------------------------- | ---------------------------------------- |
 *  | shifted input z      | x + b, b for each feature                    | x − β, β a number                        |
 *  | ±1                   | `α·(−1 if z < 0 else +1)`                    | the same                                 |
 *  | {0, 1}               | `α·round(clip(z/α, 0, 1))`, ties to even     | the same, ties upwards                   |
 *  | ∂/∂x, ∂/∂b, −∂/∂β    | 1 where −1 or 0 ≤ z/α ≤ 1                    | the same, but {0, 1}: 0 ≤ z/α < 1        |
 *  | ∂/∂α of ±1           | `Σ g·sign(z)/√n`                             | `Σ g·sign(z)`                            |
 *  | ∂/∂α of {0, 1}       | `Σ g·t/√n`, t = 0 below, 1 above, else `round(z/α) − z/α` | `Σ g·t`                     |
 *
 *  n is the size of the tensor; α counts as 10⁻⁵ where it is less. Several bits have the levels −2^(bits − 1) …
 *  2^(bits − 1) − 1, or 0 … 2^bits − 1, the same derivatives with those ends, and √(n·greatest level).
 *  Its code is one ±1 digit, or a {0,1} digit for each binary digit of the level.
 *
 *  Liu et al. 2022, https://arxiv.org/abs/2205.13016; the derivative by α: Esser et al. 2020, https://arxiv.org/abs/1902.08153
 *  @throws RangeError if `bits` is no integer in 1 … 8, `scale` not positive and finite, a `shift` not finite or one of
 *    several in the convention of the paper, or there is no such `set`, `convention` or `minimum`. */
export function elasticQuantizer({
  set = "signed",
  bits = 1,
  convention = "code",
  scale = 1,
  shift = 0,
  minimum = "kept",
}: ElasticQuantizerOptions = {}): Quantizer {
  checkOneOf(where, "set", set, binarizationSets);
  checkIntegerBetween(where, "bits", bits, 1, 8);
  checkOneOf(where, "convention", convention, elasticConventions);
  checkOneOf(where, "minimum", minimum, elasticMinima);
  checkInitial(where, "scale", scale, { positive: true });
  const shifts = shiftParameter(shift, convention);
  const alpha: QuantizerParameter = { name: "scale", shape: [], initial: scale, trainable: true };
  const levels: ElasticLevels = { set, bits, convention };
  const isLifted = minimum === "subtracted";
  const shifted = (x: tf.Tensor, call?: QuantizeCall): tf.Tensor => {
    if (shifts === undefined) return x;
    const by = parameterValue(where, shifts, x, call);
    return convention === "code" ? tf.add(x, by) : tf.sub(x, by);
  };
  const alphaOf = (x: tf.Tensor, call?: QuantizeCall): tf.Tensor =>
    floored(parameterValue(where, alpha, x, call));
  /** The input of the levels, and what is added to them. */
  const placed = (x: tf.Tensor, call?: QuantizeCall): readonly [tf.Tensor, offset?: tf.Tensor] => {
    const z = shifted(x, call);
    if (!isLifted) return [z];
    const least = leastOf(z);
    return [tf.sub(z, least), least];
  };
  const termsOf = (x: tf.Tensor): readonly EncodedTerm[] => {
    const [z, offset] = placed(x);
    return elasticTerms(z, alphaOf(x), levels, offset);
  };
  const options = { set, bits, convention, scale, shift, minimum };
  return {
    name: "elastic",
    options,
    code: codeOf(scale, levels, isLifted),
    paper,
    estimator: { name: "learned-step-size", paper },
    ...(isLifted && { dependsOnOthers: true }),
    parameters: shifts ? [alpha, shifts] : [alpha],
    encode: (x) => tidyEncoding(where, () => termsOf(x)),
    quantize<R extends tf.Rank>(x: tf.Tensor<R>, call?: QuantizeCall): tf.Tensor<R> {
      return tf.tidy(() => {
        const [z, offset] = placed(x, call);
        return tf.reshape<R>(elasticValue(z, alphaOf(x, call), levels, offset), x.shape);
      });
    },
    parametersFrom: (x) => tf.tidy(() => ({ scale: elasticScale(shifted(x), levels) })),
    withParameters: (values) =>
      elasticQuantizer({
        ...options,
        scale: Math.max(numberOptionOf(alpha, values), leastElasticScale),
        shift: shifts ? optionOf(shifts, values) : "none",
      }),
  };
}

function shiftParameter(
  shift: number | readonly number[] | "none",
  convention: ElasticConvention,
): QuantizerParameter | undefined {
  if (shift === "none") return undefined;
  checkInitial(where, "shift", shift);
  if (convention === "code") {
    return { name: "shift", shape: ["features"], initial: shift, trainable: true };
  }
  if (typeof shift === "number") {
    return { name: "shift", shape: [], initial: shift, trainable: true };
  }
  throw new RangeError(
    `${where}: shift must be one number in the convention "paper", got ${shift}`,
  );
}

/** α, at least {@link leastElasticScale}; to the gradient it is α. */
function floored(alpha: tf.Tensor): tf.Tensor {
  return withCustomGradient([alpha], {
    forward: () => ({ value: tf.maximum(alpha, leastElasticScale), saved: [] }),
    backward: (gradient) => [tf.clone(gradient)],
  });
}

/** The least element, a constant of the rank of the tensor. */
function leastOf(z: tf.Tensor): tf.Tensor {
  return withCustomGradient([z], {
    forward: () => ({
      value: tf.reshape(
        tf.min(z),
        z.shape.map(() => 1),
      ),
      saved: [z],
    }),
    backward: (_, [input]) => [tf.zerosLike(input)],
  });
}

function codeOf(scale: number, levels: ElasticLevels, isLifted: boolean): Code {
  const alpha = Math.max(Math.fround(scale), leastElasticScale);
  const isSign = levels.set === "signed" && levels.bits === 1;
  return codeFrom(
    where,
    elasticFactors(levels).map((factor, p) => ({
      ...{ digit: isSign ? "bipolar" : "unipolar", scale: alpha * factor },
      ...(isLifted && p === 0 && { offset: "row" }),
    })),
  );
}
