import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";

/** The maps of {@link OutputMap}. */
export const outputMaps = ["matches", "matches-straight-through"] as const;

/** "matches": (product + n)/2 of n numbers, of signs the count of equal ones (BMXNet, https://arxiv.org/abs/1705.09864,
 *  §2.2.2), before the scale of a kernel that has one; "matches-straight-through": the same with the gradient 1 in place of ½, as in version 1 of its code. */
export type OutputMap = (typeof outputMaps)[number];

/** What becomes of products of n numbers; null: the products. */
export function mapped(y: tf.Tensor, n: number, map: OutputMap | null): tf.Tensor {
  if (map === null) return y;
  if (map === "matches") return tf.div(tf.add(y, n), 2);
  return withCustomGradient([y], {
    forward: () => ({ value: tf.div(tf.add(y, n), 2), saved: [] }),
    backward: (gradient) => [tf.clone(gradient)],
  });
}
