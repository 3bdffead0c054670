import * as tf from "@tensorflow/tfjs";
import { seedOfName } from "../draw-seed.ts";
import { write } from "../layer-quantizer.ts";
import type { LayerArgs } from "../quantizing-layer.ts";

export interface SeededLayerArgs extends LayerArgs {
  /** Of what is drawn at the start; default one of the layer's name. */
  readonly seed?: number;
}

/** A layer whose first weights are drawn from a seed, the same on every machine. */
export abstract class SeededLayer extends tf.layers.Layer {
  readonly seed: number;

  constructor(args: SeededLayerArgs) {
    super(args);
    this.seed = args.seed ?? seedOfName(this.name);
  }

  /** Adds a weight with its first values; those of whole numbers are not trained. */
  protected startWeight(
    name: string,
    shape: readonly number[],
    values: Float32Array | Int32Array,
  ): tf.LayerVariable {
    const dtype = values instanceof Int32Array ? "int32" : "float32";
    const zeros = tf.initializers.zeros();
    const trainable = dtype === "float32";
    const weight = this.addWeight(name, [...shape], dtype, zeros, undefined, trainable);
    write(weight, tf.tensor(values, [...shape], dtype));
    return weight;
  }

  /** The value of a weight. @throws RangeError before the layer is built. */
  protected read(weight: tf.LayerVariable | undefined): tf.Tensor {
    if (weight) return weight.read();
    throw new RangeError(`${this.name}: the layer has no weights before it is built`);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), seed: this.seed };
  }
}
