import * as tf from "@tensorflow/tfjs";
import { withCustomGradient } from "./gradient/custom-gradient.ts";
import { signs } from "./signs.ts";

/** Functions whose derivative stands in for that of the sign: "clipped": of clip(x, −1, 1), 1 where |x| ≤ 1;
 *  "triangle": of Bi-Real Net's, x² + 2x below 0 and 2x − x² above, 2·max(0, 1 − |x|). */
export type SignSurrogate = "clipped" | "triangle";

export const signSurrogates: readonly SignSurrogate[] = ["clipped", "triangle"];

/** −1 where x < 0, else +1, with the derivative of a surrogate. */
export function surrogateSign<R extends tf.Rank>(
  x: tf.Tensor<R>,
  surrogate: SignSurrogate,
): tf.Tensor<R> {
  return withCustomGradient<R>([x], {
    forward: () => ({ value: signs(x), saved: [x] }),
    backward: (gradient, [input]) => [
      surrogate === "clipped"
        ? tf.mul(gradient, withinOne(input))
        : tf.mul(gradient, tf.mul(tf.relu(tf.sub(1, tf.abs(input))), 2)),
    ],
  });
}

/** 1 where |x| ≤ 1, else 0. */
export function withinOne(x: tf.Tensor): tf.Tensor {
  return tf.sub(1, tf.step(tf.sub(tf.abs(x), 1)));
}
