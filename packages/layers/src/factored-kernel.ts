import type { Quantizer } from "@bnnkit/quantizers";
import { withCustomGradient } from "@bnnkit/quantizers/gradient";
import * as tf from "@tensorflow/tfjs";

/** Whether a quantizer's numbers are one digit times a scale, which then can follow the product: of whole numbers and
 *  digits that is an exact integer in float32 up to 2²⁴. Of data that must be a scale of each output or of the tensor. */
export function isFactored({ code }: Quantizer): boolean {
  const [{ scale = 1, offset = 0 }] = code;
  return code.length === 1 && scale !== 1 && offset === 0;
}

/** The digits of a kernel, whose gradient is that of the numbers which they stand for: through the quantizer's estimator.
 *
 *  For `y = (x·D)·s`: `∂L/∂(s·D) = ∂L/∂D / s`. */
export function kernelDigits(quantizer: Quantizer, kernel: tf.Tensor): tf.Tensor {
  return withCustomGradient([quantizer.quantize(kernel)], {
    forward: () => {
      const [{ digits, scale }] = quantizer.encode(kernel);
      return { value: digits, saved: [scale] };
    },
    backward: (gradient, [scale]) => [tf.divNoNan(gradient, scale)],
  });
}

/** Products times the scale of each output, which is a constant to the gradient.
 *  @throws RangeError if scales are of anything else than outputs, naming the layer. */
export function scaledOutputs(
  where: string,
  y: tf.Tensor,
  { quantizer, kernel }: { readonly quantizer: Quantizer; readonly kernel: tf.Tensor },
): tf.Tensor {
  return timesConstant(y, outputScales(where, quantizer.encode(kernel)[0].scale));
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
