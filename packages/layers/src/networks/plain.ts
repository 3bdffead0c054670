import type * as tf from "@tensorflow/tfjs";
import type { Stage } from "./stage.ts";

/** product → pool → normalization → activation: the order of BinaryConnect and BNN. */
export function plain(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  if (stage.place.position !== "last") return stage.activate(stage.normalizedProduct(x));
  return stage.recipe.normalizesScores ? stage.normalizedProduct(x) : stage.product(x);
}
