import * as tf from "@tensorflow/tfjs";

/** A layer of the same class, configuration and name, without weights before it is called.
 *  @throws RangeError for a class that is not registered. */
export function layerCopy(layer: tf.layers.Layer): tf.layers.Layer {
  return layerOf(layer.getClassName(), layer.getConfig());
}

/** A layer by its class and configuration.
 *  @throws RangeError for a class that is not registered. */
export function layerOf(className: string, config: tf.serialization.ConfigDict): tf.layers.Layer {
  const [type, fromConfig] =
    tf.serialization.SerializationMap.getMap().classNameMap[className] ?? [];
  const layer = type && fromConfig?.(type, config);
  if (layer instanceof tf.layers.Layer) return layer;
  throw new RangeError(
    `quantizeModel: layer "${config.name}" (${className}) must be of a class that is registered: tf.serialization.registerClass`,
  );
}

/** Calls a layer, with the weights of another one if there is one. */
export function callLayer(
  layer: tf.layers.Layer,
  inputs: tf.SymbolicTensor | tf.SymbolicTensor[],
  from?: tf.layers.Layer,
): tf.SymbolicTensor {
  const output = layer.apply(inputs);
  if (from !== undefined) layer.setWeights(from.getWeights());
  if (output instanceof tf.SymbolicTensor) return output;
  throw new RangeError(`quantizeModel: layer "${layer.name}" must have one output`);
}
