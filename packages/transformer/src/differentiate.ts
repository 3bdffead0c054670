import * as tf from "@tensorflow/tfjs";

/** A value with its gradients by the variables that it depends on, by the names of the map. */
export interface ValueAndGradients {
  readonly value: tf.Scalar;
  /** A variable that is not trainable, or has no part in the value, has none. */
  readonly gradients: ReadonlyMap<string, tf.Tensor>;
}

/** Differentiates a value by variables. The caller disposes of the result. */
export function differentiate(
  variables: ReadonlyMap<string, tf.Variable>,
  run: () => tf.Scalar,
): ValueAndGradients {
  const { value, grads } = tf.variableGrads(run, [...variables.values()]);
  const gradients = new Map<string, tf.Tensor>();
  for (const [name, variable] of variables) {
    const gradient: tf.Tensor | null | undefined = grads[variable.name];
    if (gradient) gradients.set(name, gradient);
  }
  return { value, gradients };
}
