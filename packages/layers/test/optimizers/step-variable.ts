import * as tf from "@tensorflow/tfjs";

/** Lets an optimizer take a step, with gradients given for each variable. */
export function step(
  optimizer: tf.Optimizer,
  ...pairs: readonly (readonly [tf.Variable, readonly number[]])[]
): void {
  const gradients = pairs.map(([variable, gradient]) => ({
    name: variable.name,
    tensor: tf.tensor([...gradient], variable.shape),
  }));
  optimizer.applyGradients(gradients);
  tf.dispose(gradients.map(({ tensor }) => tensor));
}

/** An optimizer after its way through the JSON and the weights of a saved model. */
export async function savedAndLoaded(optimizer: tf.Optimizer): Promise<tf.Optimizer> {
  const config: tf.serialization.ConfigDict = JSON.parse(JSON.stringify(optimizer.getConfig()));
  const [cls, fromConfig] =
    tf.serialization.SerializationMap.getMap().classNameMap[optimizer.getClassName()]!;
  const loaded = fromConfig(cls, config);
  if (!(loaded instanceof tf.Optimizer)) throw new TypeError("no optimizer was loaded");
  const weights = await optimizer.getWeights();
  await loaded.setWeights(weights.map(({ name, tensor }) => ({ name, tensor: tf.clone(tensor) })));
  return loaded;
}
