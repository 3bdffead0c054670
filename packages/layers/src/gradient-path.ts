import { type StochasticPowerOfTwoOptions, stochasticPowerOfTwo } from "@bnnkit/quantizers";
import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";

/** A product of an input and a kernel. */
export type Multiply = (x: tf.Tensor, kernel: tf.Tensor) => tf.Tensor;

/** `multiply(x, kernel)`, whose gradient with respect to the kernel is that of `multiply(x̃, kernel)`, x̃ the input rounded at
 *  random to powers of two: each product of that gradient is a shift.
 *
 *  Lin et al. 2016, Neural Networks with Few Multiplications, https://arxiv.org/abs/1510.03009, §4 */
export function roundedInputProduct(
  x: tf.Tensor,
  kernel: tf.Tensor,
  { multiply, ...options }: StochasticPowerOfTwoOptions & { readonly multiply: Multiply },
): tf.Tensor {
  const ofInput = multiply(x, constant(kernel));
  const ofKernel = multiply(
    constant(x, (input) => stochasticPowerOfTwo(input, options)),
    kernel,
  );
  // The difference is 0, but for its gradient.
  return tf.add(ofInput, tf.sub(ofKernel, constant(ofKernel)));
}

/** f(x) without a gradient. */
function constant(x: tf.Tensor, f: (x: tf.Tensor) => tf.Tensor = tf.clone): tf.Tensor {
  return withCustomGradient([x], {
    forward: () => ({ value: f(x), saved: [x] }),
    backward: (_, [input]) => [tf.zerosLike(input)],
  });
}
