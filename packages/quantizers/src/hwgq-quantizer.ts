import { type Code, checkIntegerBetween, type Term, unsigned } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { decodeTerms } from "./decode-terms.ts";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import type { Encoding, Paper, Quantizer } from "./quantizer.ts";

export interface HwgqQuantizerOptions {
  /** 2^bits − 1 levels above 0, 1 to 4 bits; default 2. */
  readonly bits?: number;
  /** Distance of two levels; default the one that fits the positive half of N(0, 1) best, for 2 bits the paper's 0.538. */
  readonly step?: number;
}

/** Steps that minimize `E (q(x) − x)²` over x > 0 of N(0, 1), by bits; that of 2 bits as the paper's networks have it. */
const steps: readonly number[] = [0.797885, 0.538, 0.321729, 0.184243];

const paper: Paper = {
  title: "Deep Learning with Low Precision by Half-wave Gaussian Quantization",
  authors: "Cai, He, Sun, Vasconcelos",
  year: 2017,
  url: "https://arxiv.org/abs/1702.00953",
  section: "§3; zhaoweicai/hwgq src/caffe/layers/quant_layer.cpp",
};

/** Half-wave Gaussian quantizer: a rectifier with few levels, for activations behind a batch normalization.
 *
 *  With s the step and m = 2^bits − 1: `q(x) = 0` where x ≤ 0, else `j·s` with the least j in 1 … m for which
 *  `x ≤ (j + ½)·s`, and m·s above all of them; `∂q/∂x ≈ 1 if 0 < x ≤ m·s else 0`. Its code is one {0,1} digit for each
 *  binary digit of j.
 *
 *  Cai et al. 2017, https://arxiv.org/abs/1702.00953
 *  @throws RangeError if `bits` is no integer in 1 … 4 or `step` is not positive and finite. */
export function hwgqQuantizer({
  bits = 2,
  step = steps[bits - 1] ?? 1,
}: HwgqQuantizerOptions = {}): Quantizer {
  checkIntegerBetween("hwgqQuantizer", "bits", bits, 1, steps.length);
  if (!(step > 0 && Number.isFinite(step))) {
    throw new RangeError(`hwgqQuantizer: step must be positive and finite, got ${step}`);
  }
  const [first, ...rest] = unsigned(bits);
  const scaled = (term: Term): Term => ({ ...term, scale: Number(term.scale) * step });
  const code: Code = [scaled(first), ...rest.map(scaled)];
  const greatest = step * (2 ** bits - 1);
  const encode = (x: tf.Tensor): Encoding => {
    const [lowest, ...others] = levelDigits(x, step, bits).map((digits, p) => ({
      digits,
      scale: tf.scalar(step * 2 ** p),
    }));
    return [lowest, ...others];
  };
  return {
    name: "half-wave-gaussian",
    options: { bits, step },
    code,
    paper,
    estimator: { name: "clipped-rectifier", paper },
    encode,
    quantize<R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> {
      return withCustomGradient<R>([x], {
        forward: () => ({ value: tf.reshape<R>(decodeTerms(encode(x)), x.shape), saved: [x] }),
        backward: (gradient, [input]) => {
          const inside = tf.sub(tf.step(input), tf.step(tf.sub(input, greatest)));
          return [tf.mul(gradient, inside)];
        },
      });
    },
  };
}

/** The binary digits of j, the lowest first: of how many thresholds 0, 1.5·s, 2.5·s … are below x. A NaN stays a NaN. */
function levelDigits(x: tf.Tensor, step: number, bits: number): tf.Tensor[] {
  return tf.tidy(() => {
    let index = tf.step(x);
    for (let j = 1; j < 2 ** bits - 1; j++) {
      index = tf.add(index, tf.step(tf.sub(x, (j + 0.5) * step)));
    }
    const shifted = (places: number): tf.Tensor => tf.floor(tf.div(index, 2 ** places));
    return Array.from({ length: bits }, (_, p) => tf.sub(shifted(p), tf.mul(shifted(p + 1), 2)));
  });
}
