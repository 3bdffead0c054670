import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";

/** A product of an input and a kernel. */
export type Multiply = (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor;

/** Zeros with the gradient of `multiply(x, kernel)` by the kernel, and none by x. Added to a value in whose own gradient the
 *  kernel is a {@link constant}, they bring the kernel the gradient of that value: of another input, or past what stands
 *  between. */
export function kernelGradientPath(x: tf.Tensor, kernel: tf.Tensor, multiply: Multiply): tf.Tensor {
  const product = multiply(constant(x), kernel);
  return tf.sub(product, constant(product));
}

/** f(x) without a gradient; default x. */
export function constant(
  x: tf.Tensor,
  f: (x: tf.Tensor) => tf.Tensor = (input) => tf.clone(input),
): tf.Tensor {
  return withCustomGradient([x], {
    forward: () => ({ value: f(x), saved: [x] }),
    backward: (_, [input]) => [tf.zerosLike(input)],
  });
}
