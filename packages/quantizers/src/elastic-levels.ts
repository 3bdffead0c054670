import * as tf from "@tensorflow/tfjs";
import { binaryDigits } from "./binary-digits.ts";
import { decodeTerms } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { EncodedTerm } from "./quantizer.ts";
import { signs } from "./signs.ts";
import { encodingFrom } from "./tidy-encoding.ts";

/** Which numbers an elastic quantizer has: "signed" ±1, or −2^(bits − 1) … 2^(bits − 1) − 1; "unsigned" 0 … 2^bits − 1. */
export const binarizationSets = ["signed", "unsigned"] as const;

/** See {@link binarizationSets}. */
export type BinarizationSet = (typeof binarizationSets)[number];

/** Whether the equations are those of BiT's code or of its paper. */
export const elasticConventions = ["code", "paper"] as const;

/** See {@link elasticConventions}. */
export type ElasticConvention = (typeof elasticConventions)[number];

/** What the levels of an elastic quantizer are. */
export interface ElasticLevels {
  readonly set: BinarizationSet;
  readonly bits: number;
  readonly convention: ElasticConvention;
}

/** Least scale α. */
export const leastElasticScale: number = Math.fround(1e-5);

/** The least and the greatest level. */
export function elasticRange({
  set,
  bits,
}: ElasticLevels): readonly [least: number, greatest: number] {
  if (set === "unsigned") return [0, 2 ** bits - 1];
  return bits === 1 ? [-1, 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** Factor of each digit of a level: of several signed ones the highest counts negatively, as in two's complement. */
export function elasticFactors({ set, bits }: ElasticLevels): readonly number[] {
  return Array.from({ length: bits }, (_, p) =>
    set === "signed" && bits > 1 && p === bits - 1 ? -(2 ** p) : 2 ** p,
  );
}

/** The digits of the levels of x/α, each with its scale.
 *  @param offset  added to the first term */
export function elasticTerms(
  x: tf.Tensor,
  alpha: tf.Tensor,
  levels: ElasticLevels,
  offset?: tf.Tensor,
): readonly EncodedTerm[] {
  const factors = elasticFactors(levels);
  const planes = isSign(levels) ? [signs(x)] : digitsOf(nearestLevel(x, alpha, levels), levels);
  return planes.map((digits, p) => ({
    ...{ digits, scale: tf.mul(alpha, factors[p]) },
    ...(p === 0 && offset && { offset }),
  }));
}

/** `α·level(x/α) + offset`; to x the gradient where x/α is in the range of levels, to α that of a learned step size (LSQ), which BiT's
 *  code divides by √(count·greatest level). */
export function elasticValue(
  x: tf.Tensor,
  alpha: tf.Tensor,
  levels: ElasticLevels,
  offset?: tf.Tensor,
): tf.Tensor {
  return withCustomGradient([x, alpha], {
    forward: () => ({
      value: decodeTerms(encodingFrom("elasticQuantizer", elasticTerms(x, alpha, levels, offset))),
      saved: [x, alpha],
    }),
    backward: (gradient, [input, scale]) => {
      const { isInside, byScale } = elasticSlopes(input, scale, levels);
      const [, greatest] = elasticRange(levels);
      const divisor = levels.convention === "code" ? Math.sqrt(input.size * greatest) : 1;
      // Products with 0 of what is not inside would be −0: as a difference they are 0.
      const byInput = tf.sub(gradient, tf.mul(gradient, tf.sub(1, isInside)));
      return [byInput, tf.div(tf.sum(tf.mul(gradient, byScale)), divisor)];
    },
  });
}

/** Derivatives by x, which is 1 or 0, and by α. */
function elasticSlopes(
  x: tf.Tensor,
  alpha: tf.Tensor,
  levels: ElasticLevels,
): { readonly isInside: tf.Tensor; readonly byScale: tf.Tensor } {
  const [least, greatest] = elasticRange(levels);
  const share = tf.div(x, alpha);
  const isBelow = tf.step(tf.sub(least, share));
  const isClosed = levels.convention === "code" || levels.set === "signed";
  const isAbove = isClosed
    ? tf.step(tf.sub(share, greatest))
    : tf.sub(1, tf.step(tf.sub(greatest, share)));
  const isInside = tf.sub(tf.sub(1, isBelow), isAbove);
  if (isSign(levels)) return { isInside, byScale: signs(x) };
  const rounding = tf.sub(nearestLevel(x, alpha, levels), tf.clipByValue(share, least, greatest));
  const ends = tf.add(tf.mul(isBelow, least), tf.mul(isAbove, greatest));
  return { isInside, byScale: tf.add(ends, tf.mul(isInside, rounding)) };
}

function isSign({ set, bits }: ElasticLevels): boolean {
  return set === "signed" && bits === 1;
}

/** Ties to even in the code; upwards in the paper. */
function nearestLevel(x: tf.Tensor, alpha: tf.Tensor, levels: ElasticLevels): tf.Tensor {
  const share = tf.clipByValue(tf.div(x, alpha), ...elasticRange(levels));
  return levels.convention === "code" ? tf.round(share) : tf.floor(tf.add(share, 0.5));
}

/** Two's complement of signed levels. */
function digitsOf(level: tf.Tensor, { set, bits }: ElasticLevels): tf.Tensor[] {
  if (set === "unsigned") return binaryDigits(level, bits);
  return binaryDigits(tf.add(level, tf.mul(tf.step(tf.neg(level)), 2 ** bits)), bits);
}
