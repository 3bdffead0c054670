import * as tf from "@tensorflow/tfjs";

/** Forward value of an operation and the tensors that its backward pass needs. */
export interface ForwardResult<R extends tf.Rank> {
  readonly value: tf.Tensor<R>;
  readonly saved: readonly tf.Tensor[];
}

/** An operation with a derivative written by hand. */
export interface CustomGradient<R extends tf.Rank> {
  forward(): ForwardResult<R>;
  /** Tensors that it reads must be among `saved`: tfjs disposes the others before it runs.
   *  Gradients for the inputs, in their order, from the gradient of the value and the saved tensors. */
  backward(gradient: tf.Tensor<R>, saved: readonly tf.Tensor[]): tf.Tensor[];
}

/** Runs `forward` once and makes `backward` its derivative with respect to `inputs`.
 *  Everything that `forward` reads besides `inputs` is a constant.
 *  @param inputs  tensors that receive gradients. */
export function withCustomGradient<R extends tf.Rank>(
  inputs: readonly tf.Tensor[],
  { forward, backward }: CustomGradient<R>,
): tf.Tensor<R> {
  const operation = tf.customGrad<tf.Tensor<R>>((...args) => {
    const save = args.at(-1);
    const { value, saved } = forward();
    if (typeof save === "function") save([...saved]);
    return { value, gradFunc: backward };
  });
  return operation(...inputs);
}
