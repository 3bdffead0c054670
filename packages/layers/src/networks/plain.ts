import type * as tf from "@tensorflow/tfjs";
import type { Stage } from "./stage.ts";

/** product → pool → normalization → activation: the order of BinaryConnect and BNN. */
export function plain(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  const y = stage.pool(stage.product(x));
  if (stage.place.position !== "last") return stage.activate(stage.normalize(y));
  return stage.recipe.normalizesScores ? stage.normalize(y) : y;
}
