import * as tf from "@tensorflow/tfjs";

/** What `applyGradients` takes: gradients by the names of variables, or a list of them. */
export type Gradients = Parameters<tf.Optimizer["applyGradients"]>[0];

/** What `getWeights` gives. */
export type NamedTensors = Awaited<ReturnType<tf.Optimizer["getWeights"]>>;

/** A variable with its gradient, if it has one. */
export interface VariableGradient {
  readonly variable: tf.Variable;
  readonly gradient: tf.Tensor | null;
}

/** Gradients with the variables that they are of, in their order.
 *  @throws RangeError if there is no variable of a name. */
export function variableGradients(gradients: Gradients): readonly VariableGradient[] {
  const list = Array.isArray(gradients)
    ? gradients
    : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
  return list.map(({ name, tensor }) => {
    const variable = tf.engine().registeredVariables[name];
    if (variable) return { variable, gradient: tensor };
    throw new RangeError(`applyGradients: there is no variable "${name}"`);
  });
}
