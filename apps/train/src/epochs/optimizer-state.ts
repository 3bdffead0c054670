import * as tf from "@tensorflow/tfjs";

/** A tensor that an optimizer goes on from. */
export interface OptimizerWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What an optimizer knows of the updates before. */
export async function optimizerState(optimizer: tf.Optimizer): Promise<readonly OptimizerWeight[]> {
  const weights = await optimizer.getWeights();
  return weights.map(({ name, tensor }) => ({
    name,
    shape: tensor.shape,
    values: Float32Array.from(tensor.dataSync()),
  }));
}

/** Makes an optimizer go on from there. */
export async function restoreOptimizer(
  optimizer: tf.Optimizer,
  state: readonly OptimizerWeight[],
): Promise<void> {
  const weights = state.map(({ name, shape, values }) => ({
    name,
    tensor: tf.tensor(values, [...shape]),
  }));
  await optimizer.setWeights(weights);
}
