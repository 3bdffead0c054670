import * as tf from "@tensorflow/tfjs";
import { applied } from "./applied.ts";
import { plain } from "./plain.ts";
import type { Stage } from "./stage.ts";
import { besideInput } from "./ways-around.ts";

/** normalization(product(x)) + x → activation → times a gate that x opens → normalization, and again with a 1×1 convolution of
 *  that value, which is added, too, → pool: the block of PokeBNN, https://arxiv.org/abs/2112.00133. Of more features than x has
 *  each part stands beside x; a layer whose size is no multiple has no way around its first product. */
export function gatedResidual(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  if (stage.place.position !== "hidden") return plain(x, stage);
  const y = gated(besideInput(x, x, stage), x, stage);
  if (!stage.place.window) return y;
  const pointwise = stage.pointwise();
  const joined = applied(tf.layers.add(), besideInput(y, x, pointwise), y);
  return stage.pool(gated(joined, y, pointwise));
}

function gated(y: tf.SymbolicTensor, opener: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  const times = stage.gate(stage.activate(y), opener, stage.place.seed);
  return stage.normalize(times);
}
