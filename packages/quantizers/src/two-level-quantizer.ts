import type { Code } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { checkOneOf } from "./check-options.ts";
import { decodeLike } from "./decode-terms.ts";
import { checkInitial, numberOptionOf, parameterValue } from "./parameter-values.ts";
import type {
  EncodedTerm,
  Paper,
  QuantizeCall,
  Quantizer,
  QuantizerParameter,
} from "./quantizer.ts";
import { signQuantizer } from "./sign-quantizer.ts";
import { tidyEncoding } from "./tidy-encoding.ts";

/** What the two levels of {@link twoLevelQuantizer} lie around: "center": β, as in the paper; "scaled-center": α·β, as in
 *  its code. */
export type LevelOffset = "center" | "scaled-center";

export interface TwoLevelQuantizerOptions {
  /** Initial α, half of the distance of the levels; default 1. */
  readonly distance?: number;
  /** Initial β; default 0. */
  readonly center?: number;
  /** Default "center". */
  readonly levelOffset?: LevelOffset;
}

const paper: Paper = {
  title: "AdaBin: Improving Binary Neural Networks with Adaptive Binary Sets",
  authors: "Tu, Chen, Ren, Wang",
  year: 2022,
  url: "https://arxiv.org/abs/2208.08084",
  section: "§3.3; huawei-noah/Efficient-Computing BinaryNetworks/AdaBin",
};

const where = "twoLevelQuantizer";

/** Two learned levels: activations of AdaBin.
 *
 *  `q(x) = β + α·sign((x − β)/α)`, or with the offset "scaled-center" `α·β + α·sign((x − β)/α)`, α ≠ 0 and β of the
 *  parameters "distance" and "center"; the derivative of the sign is Bi-Real Net's `2·max(0, 1 − |·|)`, from which those by
 *  x, α and β follow. Its code is ±1 with a scale and an offset.
 *
 *  Tu et al. 2022, https://arxiv.org/abs/2208.08084
 *  @throws RangeError if `distance` is not positive and finite, `center` not finite, or there is no such `levelOffset`. */
export function twoLevelQuantizer({
  distance = 1,
  center = 0,
  levelOffset = "center",
}: TwoLevelQuantizerOptions = {}): Quantizer {
  checkInitial(where, "distance", distance, { positive: true });
  checkInitial(where, "center", center);
  checkOneOf(where, "levelOffset", levelOffset, ["center", "scaled-center"]);
  const alpha = parameterOf("distance", distance);
  const beta = parameterOf("center", center);
  const bend = signQuantizer({ estimator: "triangle" });
  const termsOf = (x: tf.Tensor, call?: QuantizeCall): EncodedTerm[] => {
    const scale = parameterValue(where, alpha, x, call);
    const middle = parameterValue(where, beta, x, call);
    const digits = bend.quantize(tf.div(tf.sub(x, middle), scale));
    return [{ digits, scale, offset: levelOffset === "center" ? middle : tf.mul(scale, middle) }];
  };
  const encode = (x: tf.Tensor, call?: QuantizeCall) => tidyEncoding(where, () => termsOf(x, call));
  return {
    name: "two-level",
    options: { distance, center, levelOffset },
    code: codeOf(Math.fround(distance), Math.fround(center), levelOffset),
    paper,
    estimator: { name: "triangle", paper },
    parameters: [alpha, beta],
    encode: (x) => encode(x),
    quantize<R extends tf.Rank>(x: tf.Tensor<R>, call?: QuantizeCall): tf.Tensor<R> {
      return tf.tidy(() => decodeLike(x, encode(x, call)));
    },
    withParameters: (values) =>
      twoLevelQuantizer({
        distance: numberOptionOf(alpha, values),
        center: numberOptionOf(beta, values),
        levelOffset,
      }),
  };
}

function codeOf(distance: number, center: number, levelOffset: LevelOffset): Code {
  const offset = levelOffset === "center" ? center : Math.fround(distance * center);
  return [{ digit: "bipolar", scale: distance, offset }];
}

function parameterOf(name: string, initial: number): QuantizerParameter {
  return { name, shape: [], initial, trainable: true };
}
