import * as tf from "@tensorflow/tfjs";
import type { NamedTensors } from "./variable-gradients.ts";

/** An optimizer whose steps another one makes: what is kept between steps is that one's. */
export abstract class NestedOptimizer extends tf.Optimizer {
  readonly optimizer: tf.Optimizer;

  constructor(optimizer: tf.Optimizer) {
    super();
    this.optimizer = optimizer;
  }

  override getWeights(): Promise<NamedTensors> {
    return this.optimizer.getWeights();
  }

  override setWeights(weights: NamedTensors): Promise<void> {
    return this.optimizer.setWeights(weights);
  }

  override dispose(): void {
    super.dispose();
    this.optimizer.dispose();
  }
}

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
