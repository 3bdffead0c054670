import * as tf from "@tensorflow/tfjs";

/** An optimizer in the JSON of another one. */
export function configOfOptimizer(optimizer: tf.Optimizer): tf.serialization.ConfigDict {
  return { className: optimizer.getClassName(), config: optimizer.getConfig() };
}

/** The way back.
 *  @throws RangeError if there is no such class, or it is no optimizer. */
export function optimizerFrom(where: string, json: tf.serialization.ConfigDictValue): tf.Optimizer {
  const { className, config }: { className?: unknown; config?: tf.serialization.ConfigDict } =
    Object(json);
  const [cls, fromConfig] =
    tf.serialization.SerializationMap.getMap().classNameMap[String(className)] ?? [];
  const optimizer = cls && fromConfig?.(cls, config ?? {});
  // tf.Optimizer asks what it is given for its methods.
  if (optimizer && optimizer instanceof tf.Optimizer) return optimizer;
  throw new RangeError(`${where}: no optimizer "${className}" is registered`);
}
