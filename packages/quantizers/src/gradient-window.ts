import * as tf from "@tensorflow/tfjs";

/** Whether a bound belongs to the window that it ends. */
export const boundaries = ["closed", "open"] as const;

/** "closed": with |x| = clip; "open": without. */
export type Boundary = (typeof boundaries)[number];

/** The gradient where |x| ≤ clip, or < if open, else 0. */
export function withinMagnitude(
  gradient: tf.Tensor,
  x: tf.Tensor,
  clip: number,
  boundary: Boundary,
): tf.Tensor {
  const magnitude = tf.abs(x);
  const outside =
    boundary === "open"
      ? tf.sub(1, tf.step(tf.sub(clip, magnitude)))
      : tf.step(tf.sub(magnitude, clip));
  return without(gradient, outside);
}

/** The gradient where least ≤ x ≤ greatest, else 0. */
export function withinRange(
  gradient: tf.Tensor,
  x: tf.Tensor,
  [least, greatest]: readonly [least: number, greatest: number],
): tf.Tensor {
  return without(gradient, tf.add(tf.step(tf.sub(least, x)), tf.step(tf.sub(x, greatest))));
}

/** 1 where |x| ≤ 1, else 0. */
export function withinOne(x: tf.Tensor): tf.Tensor {
  return tf.sub(1, tf.step(tf.sub(tf.abs(x), 1)));
}

/** As a difference what is left of a negative number is 0, not −0. */
function without(gradient: tf.Tensor, outside: tf.Tensor): tf.Tensor {
  return tf.sub(gradient, tf.mul(gradient, outside));
}
