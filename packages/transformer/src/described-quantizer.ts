import { findThresholds, levelsOf } from "@bnnkit/core";
import type { Probabilities, ThresholdNode } from "@bnnkit/model";
import type { Quantizer } from "@bnnkit/quantizers";
import * as tf from "@tensorflow/tfjs";

const where = "describeModel";

/** How many thresholds the levels of a quantizer with constant scales have: digits of one bit make two levels each. */
export function levelCount({ code }: Quantizer): number {
  return 2 ** code.length - 1;
}

/** The node of a quantizer without parameters, by constants: `<x>.levels`. */
export function constantLevels(x: string, quantizer: Quantizer): ThresholdNode {
  const [...thresholds] = levelThresholds(quantizer, 1);
  const shape = { thresholds, flips: false, code: quantizer.code };
  return { op: "threshold", name: `${x}.levels`, inputs: [x], ...shape };
}

/** The least numbers of each level above the lowest, `[features, levels − 1]`: found by asking the quantizer, so that comparisons
 *  give its levels to the last bit.
 *  @param quantizer  one whose levels rise with its input, each number by itself, with shifts for so many features or none */
export function levelThresholds(quantizer: Quantizer, features: number): Float32Array {
  const count = levelCount(quantizer);
  const levels = levelsOf(where, quantizer.code, count).map(({ value }) => value);
  const { thresholds } = findThresholds({
    features,
    count,
    isInteger: false,
    levelsAt: (numbers) =>
      tf.tidy(() =>
        quantizer
          .quantize(tf.tensor2d(numbers, [count, features]))
          .dataSync<"float32">()
          .map((number) => nearest(levels, number)),
      ),
  });
  return Float32Array.from(thresholds);
}

/** What attention keeps of probabilities that are quantized so.
 *  @throws RangeError for a quantizer that a description does not tell. */
export function keptBy(quantizer: Quantizer): Probabilities {
  const { name, code, options } = quantizer;
  const [{ scale = 1 }] = code;
  if (scale === "row") return { keep: "half-maximum" };
  if (name === "share-of-greatest") return { keep: "share", ofLargest: Number(options.share) };
  if (name === "elastic" && options.set === "unsigned") {
    if (code.length > 1) return { keep: "rounded", step: scale, most: levelCount(quantizer) };
    return { keep: "above", threshold: levelThresholds(quantizer, 1)[0], scale };
  }
  throw new RangeError(
    `${where}: quantizers.probabilities must be unsigned elastic, share-of-greatest or bmt, got "${name}"`,
  );
}

/** What attention keeps of scores that are quantized so, without a softmax.
 *  @throws RangeError for a quantizer that a description does not tell. */
export function keptOfScores({ name }: Quantizer): Probabilities {
  if (name === "heaviside") return { keep: "positive" };
  throw new RangeError(`${where}: quantizers.scores must be heaviside, got "${name}"`);
}

/** Which of the rising levels a number is nearest: of two that are as near the greater. */
function nearest(levels: readonly number[], number: number): number {
  let [level, above] = [0, levels.length];
  while (above - level > 1) {
    const middle = (level + above) >>> 1;
    if (number >= (levels[middle - 1] + levels[middle]) / 2) level = middle;
    else above = middle;
  }
  return level;
}
