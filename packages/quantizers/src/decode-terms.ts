import * as tf from "@tensorflow/tfjs";
import type { EncodedTerm, Encoding } from "./quantizer.ts";

/** The numbers that terms stand for: `Σ_p offset_p + scale_p·digits_p`, added in their order. */
export function decodeTerms([first, ...rest]: Encoding): tf.Tensor {
  return tf.tidy(() => rest.reduce((sum, term) => tf.add(sum, valuesOf(term)), valuesOf(first)));
}

/** The numbers that terms of x stand for, in its shape. */
export function decodeLike<R extends tf.Rank>(x: tf.Tensor<R>, terms: Encoding): tf.Tensor<R> {
  return tf.tidy(() => tf.reshape<R>(decodeTerms(terms), x.shape));
}

function valuesOf({ digits, scale, offset }: EncodedTerm): tf.Tensor {
  const scaled = tf.mul(digits, scale);
  return offset ? tf.add(scaled, offset) : scaled;
}
