import type * as tf from "@tensorflow/tfjs";
import type { ForwardPass } from "./forward-pass.ts";
import { layerNorm } from "./layer-norm.ts";

/** Layer norm over whole rows with the parameters `<name>/gamma` and `<name>/beta`. */
export function normalize(pass: ForwardPass, x: tf.Tensor2D, name: string): tf.Tensor2D {
  return layerNorm(x, pass.parameter(`${name}/gamma`), pass.parameter(`${name}/beta`));
}
