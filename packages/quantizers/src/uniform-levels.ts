import { type Code, codeFrom, float32, odd, type Term, unsigned } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { binaryDigits } from "./binary-digits.ts";
import type { EncodedTerm, Encoding, Paper } from "./quantizer.ts";

export const paperOfUniformLevels: Paper = {
  title:
    "DoReFa-Net: Training Low Bitwidth Convolutional Neural Networks with Low Bitwidth Gradients",
  authors: "Zhou, Wu, Ni, Zhou, Wen, Zou",
  year: 2016,
  url: "https://arxiv.org/abs/1606.06160",
};

/** Bits up to which levels are sums of digits; beyond they are simulated with real numbers. */
const mostDigits = 16;

/** `round(u·(2^bits − 1))`, ties to even, of u in [0, 1]: the index of the nearest level. */
export function levelIndex(u: tf.Tensor, bits: number): tf.Tensor {
  return tf.add(tf.round(tf.mul(u, 2 ** bits - 1)), 0);
}

/** 0 … 1 or −1 … 1 in 2^bits − 1 equal steps. */
export function uniformCode(where: string, bits: number, range: "unsigned" | "signed"): Code {
  if (bits > mostDigits) return float32;
  const terms = range === "unsigned" ? unsigned(bits) : odd(bits);
  return codeFrom(
    where,
    terms.map((term): Term => ({ ...term, scale: Number(term.scale) / (2 ** bits - 1) })),
  );
}

/** The levels with these indexes as terms of {@link uniformCode}. */
export function uniformEncoding(
  index: tf.Tensor,
  bits: number,
  range: "unsigned" | "signed",
): Encoding {
  const most = 2 ** bits - 1;
  if (bits > mostDigits) {
    const level = tf.tidy(() => {
      const share = tf.div(index, most);
      return range === "unsigned" ? share : tf.sub(tf.mul(share, 2), 1);
    });
    return [{ digits: level, scale: tf.scalar(1) }];
  }
  const [first, ...rest] = tf.tidy(() =>
    binaryDigits(index, bits).map((bit) =>
      range === "unsigned" ? bit : tf.sub(tf.mul(bit, 2), 1),
    ),
  );
  const term = (digits: tf.Tensor, p: number): EncodedTerm => ({
    digits,
    scale: tf.scalar(2 ** p / most),
  });
  return [term(first, 0), ...rest.map((digits, p) => term(digits, p + 1))];
}
