import type { Quantizer } from "@bnnkit/quantizers";
import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";

/** Whether a quantizer's numbers are one digit times a scale, which then can follow the product: of whole numbers and
 *  digits that is an exact integer in float32 up to 2²⁴. Of data that must be a scale of each output or of the tensor. */
export function isFactored({ code }: Quantizer): boolean {
  const [{ scale = 1, offset = 0 }] = code;
  return code.length === 1 && scale !== 1 && offset === 0;
}

/** A kernel whose numbers are digits times a scale of each output. */
export interface FactoredKernel {
  /** With the parameters that it has now. */
  readonly quantizer: Quantizer;
  readonly kernel: tf.Tensor;
  /** What the quantizer makes of the kernel, which receives the gradient: through its estimator and to its parameters. */
  readonly numbers: tf.Tensor;
}

/** `multiply(D)·s`, D the digits and s the scales of outputs, with the gradient of a product with the numbers s·D:
 *  `∂L/∂(s·D) = ∂L/∂D / s`.
 *
 *  Where s is 0, the digits count as 0 and s as 1, which is the same product and has a gradient of the numbers.
 *  @throws RangeError if scales are of anything else than outputs, naming the layer. */
export function factoredProduct(
  where: string,
  { quantizer, kernel, numbers }: FactoredKernel,
  multiply: (digits: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const [{ digits, scale }] = quantizer.encode(kernel);
  const isZero = tf.cast(tf.equal(scale, 0), "float32");
  const divisor = tf.add(scale, isZero);
  const factors = outputScales(where, divisor);
  const ofNumbers = withCustomGradient([numbers], {
    forward: () => ({ value: tf.mul(digits, tf.sub(1, isZero)), saved: [divisor] }),
    backward: (gradient, [scales]) => [tf.div(gradient, scales)],
  });
  return timesConstant(multiply(ofNumbers), factors);
}

/** `y·factors`, of which the factors are constants to the gradient. */
export function timesConstant(y: tf.Tensor, factors: tf.Tensor): tf.Tensor {
  return withCustomGradient([y], {
    forward: () => ({ value: tf.mul(y, factors), saved: [factors] }),
    backward: (gradient, [constants]) => [tf.mul(gradient, constants)],
  });
}

/** Scales of the axes of a kernel, outputs last, as one number for each output, or one for all.
 *  @throws RangeError if they are of anything else, naming the layer. */
export function outputScales(where: string, scale: tf.Tensor): tf.Tensor {
  const outputs = scale.shape.at(-1) ?? 1;
  if (scale.size === outputs) return tf.reshape(scale, [outputs]);
  throw new RangeError(
    `${where}: the kernel's scales must be of outputs, scaleAxis "weights" or "tensor", got [${scale.shape}]`,
  );
}
