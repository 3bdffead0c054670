import * as tf from "@tensorflow/tfjs";
import { mixture } from "../mixture.ts";
import { applied } from "./applied.ts";
import { plain } from "./plain.ts";
import type { Stage } from "./stage.ts";
import { copiesOf, sideBySide } from "./ways-around.ts";

/** A 3×3 convolution and 1×1 ones, one for each time that there are more features, side by side → pool, each coupled with what it
 *  reads; of dense layers those alone: the block of BNext, https://arxiv.org/abs/2211.12933. A layer of any other size is
 *  plain. */
export function recoupled(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  const copies = copiesOf(x, stage);
  if (copies === undefined) return plain(x, stage);
  const y = stage.place.window ? recoupledProduct(x, stage, 0) : x;
  const mixing = stage.place.window ? stage.pointwise() : stage;
  return stage.pool(sideBySide(copies, (seed) => recoupledProduct(y, mixing, seed)));
}

/** With `r = activation(x)` and `y = activation(normalization(product(x)))`: the gate that a mixture of x and y opens, times y, times
 *  r → normalization, + r. */
function recoupledProduct(x: tf.SymbolicTensor, stage: Stage, seed: number): tf.SymbolicTensor {
  const own = stage.place.seed + seed;
  const product = stage.product(x, Number(x.shape.at(-1)), own);
  const y = stage.activate(stage.normalize(product));
  const around = stage.activate(x);
  const gated = stage.gate(y, applied(mixture(), x, y), own);
  const coupled = stage.normalize(applied(tf.layers.multiply(), gated, around));
  return applied(tf.layers.add(), coupled, around);
}
