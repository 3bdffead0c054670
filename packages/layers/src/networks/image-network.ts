import type * as tf from "@tensorflow/tfjs";
import type { Recipe } from "../systems/recipe.ts";
import { chain } from "./chain.ts";

export interface ImageNetworkOptions {
  /** Height, width and channels; default [28, 28, 1]. */
  readonly inputShape?: readonly [height: number, width: number, channels: number];
  /** Channels of the 3×3 convolutions, each followed by a 2×2 max pool; default none. */
  readonly filters?: readonly number[];
  /** Units of the hidden dense layers; default [512, 512], with convolutions [256]. */
  readonly units?: readonly number[];
  /** Default 10. */
  readonly classes?: number;
  /** Of the first kernel; each further one has the next. Default 1. */
  readonly seed?: number;
}

/** A network for images of bytes as a recipe has it, not compiled: convolutions, if any, dense layers, and scores.
 *  @throws RangeError if a size is no integer ≥ 1 or there is no hidden layer; as quantizers do for their options. */
export function imageNetwork(
  recipe: Recipe,
  {
    inputShape = [28, 28, 1],
    filters = [],
    units = filters.length > 0 ? [256] : [512, 512],
    classes = 10,
    seed = 1,
  }: ImageNetworkOptions = {},
): tf.LayersModel {
  const pool = { size: 2, strides: 2 };
  const convolutions = filters.map((size) => ({ filters: size, pool }));
  return chain("imageNetwork", recipe, { inputShape, convolutions, units, classes }, seed);
}
