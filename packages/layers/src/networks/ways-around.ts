import * as tf from "@tensorflow/tfjs";
import { applied } from "./applied.ts";
import type { Stage } from "./stage.ts";

/** How many times the features of x a hidden layer gives; undefined where that is no whole number, or x a flattened map, so that
 *  no way leads around it. */
export function copiesOf(x: tf.SymbolicTensor, { place }: Stage): number | undefined {
  const { position, size, window } = place;
  const copies = size / Number(x.shape.at(-1));
  const isFlattened = !window && x.shape.length > 2;
  return position === "hidden" && !isFlattened && Number.isInteger(copies) ? copies : undefined;
}

/** The features of several values, made with different seeds. */
export function sideBySide(
  copies: number,
  make: (seed: number) => tf.SymbolicTensor,
): tf.SymbolicTensor {
  const [first, ...others] = Array.from({ length: copies }, (_, copy) => make(copySeeds * copy));
  return others.length > 0 ? applied(tf.layers.concatenate(), first, ...others) : first;
}

/** Between the seeds of kernels side by side. */
const copySeeds = 1009;

/** normalization(product(read)) + x, as often side by side as x has fewer features; without x where that is no whole number. */
export function besideInput(
  read: tf.SymbolicTensor,
  x: tf.SymbolicTensor,
  stage: Stage,
): tf.SymbolicTensor {
  const copies = copiesOf(x, stage);
  if (copies === undefined) return stage.normalize(stage.product(read));
  return sideBySide(copies, (seed) => {
    const product = stage.product(read, Number(x.shape.at(-1)), stage.place.seed + seed);
    return applied(tf.layers.add(), stage.normalize(product), x);
  });
}
