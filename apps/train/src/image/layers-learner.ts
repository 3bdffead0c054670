import { imageNetwork, type Recipe } from "@bnnkit/layers";
import * as tf from "@tensorflow/tfjs";
import { UsageError } from "../errors.ts";
import type { ImageConfig } from "./image-config.ts";
import type { ImageSplits } from "./image-splits.ts";

/** The network of a run, as it starts.
 *  @throws UsageError if its maps would vanish. */
export function createNetwork(
  recipe: Recipe,
  { units, filters, seed }: ImageConfig,
  { train: { height, width, channels }, classes }: ImageSplits,
): tf.LayersModel {
  const inputShape = [height, width, channels] as const;
  if (Math.min(height, width) < 2 ** filters.length) {
    throw new UsageError(
      `--filters ${filters}: each halves the map, and nothing is left of images of ${inputShape.join(" × ")}; take fewer`,
    );
  }
  return imageNetwork(recipe, { inputShape, units, filters, classes, seed });
}

/** Gives a network the weights that a checkpoint has.
 *  @param where  the checkpoint, in messages
 *  @throws UsageError if they are of another network. */
export function restoreWeights(
  model: tf.LayersModel,
  weights: readonly Float32Array[],
  where: string,
): void {
  const shapes = model.getWeights().map(({ shape, size }) => ({ shape, size }));
  const fits =
    weights.length === shapes.length && shapes.every(({ size }, i) => weights[i].length === size);
  if (!fits) throw new UsageError(`${where}: holds the weights of another network`);
  tf.tidy(() => model.setWeights(weights.map((values, i) => tf.tensor(values, shapes[i].shape))));
}
