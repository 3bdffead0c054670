import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import type { Recipe } from "../systems/recipe.ts";
import { applied } from "./applied.ts";
import { blocks } from "./blocks.ts";
import { type Place, type PlaceWindow, Stage } from "./stage.ts";

/** The sizes of a network whose layers stand one behind the other. */
export interface ChainPlan {
  /** Height, width and channels. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  readonly convolutions: readonly (PlaceWindow & { readonly filters: number })[];
  /** Of the hidden dense layers. */
  readonly units: readonly number[];
  readonly classes: number;
}

/** A network for images of bytes: convolutions, dense layers and scores, each with the block of the recipe.
 *  @param where  Who makes it, as error messages name it.
 *  @param seed  of the first kernel; each further one has the next
 *  @throws RangeError if a size is no integer ≥ 1 or there is no hidden layer. */
export function chain(
  where: string,
  recipe: Recipe,
  { inputShape, convolutions, units, classes }: ChainPlan,
  seed: number,
): tf.LayersModel {
  checkPositiveInteger(where, "classes", classes);
  const hidden = convolutions.length + units.length;
  checkPositiveInteger(where, "filters.length + units.length", hidden);
  const image = tf.input({ shape: [...inputShape] });
  const block = blocks[recipe.block];
  const sizes = [...convolutions.map(({ filters }) => filters), ...units, classes];
  const scores = sizes.reduce(
    (x, size, index) => {
      const place: Place = {
        position: index === hidden ? "last" : index === 0 ? "first" : "hidden",
        size,
        window: convolutions[index],
        seed: seed + index,
      };
      return block(x, new Stage(recipe, place));
    },
    applied(tf.layers.rescaling({ ...recipe.pixels }), image),
  );
  const { scoreScale: scale } = recipe;
  const outputs = scale === undefined ? scores : applied(tf.layers.rescaling({ scale }), scores);
  return tf.model({ inputs: image, outputs });
}
