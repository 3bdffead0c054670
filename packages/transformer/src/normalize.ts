import type * as tf from "@tensorflow/tfjs";
import type { ForwardPass } from "./forward-pass.ts";
import { layerNorm, layerNormEpsilon } from "./layer-norm.ts";

/** Layer norm with the parameters `<name>/gamma` and `<name>/beta`. */
export function normalize<R extends tf.Rank>(
  pass: ForwardPass,
  x: tf.Tensor<R>,
  name: string,
): tf.Tensor<R> {
  const { normEpsilon } = pass.config;
  return layerNorm(
    x,
    pass.parameter(`${name}/gamma`),
    pass.parameter(`${name}/beta`),
    normEpsilon ?? layerNormEpsilon,
  );
}
