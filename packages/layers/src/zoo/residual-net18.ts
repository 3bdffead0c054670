import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { applied } from "../networks/applied.ts";
import { type Place, Stage } from "../networks/stage.ts";
import { quantConv2d } from "../quant-conv2d.ts";
import { reActNet } from "../systems/reactnet.ts";
import type { Recipe } from "../systems/recipe.ts";
import { scaledTo, type ZooOptions } from "./zoo-options.ts";

/** Features of the four 3×3 convolutions of each level; every further level starts with a stride of 2. */
const levels: readonly number[] = [64, 128, 256, 512];
const convolutionsOfLevel = 4;

/** Bi-Real Net with 18 layers: a ResNet-18 with a way around each of its 16 binary convolutions, 11.7 million weights.
 *
 *  Where features double, the way around is a mean of 2×2 places and a 1×1 convolution of reals, as the published code has it;
 *  the layer that reads pixels and the last one are real in the paper and of int8 here.
 *
 *  Liu et al. 2018, https://arxiv.org/abs/1808.00278, §3.1
 *  @throws RangeError if a size is no integer ≥ 1 or `width` is out of range. */
export function biRealNet18(options: ZooOptions = {}): tf.LayersModel {
  return residualNet18("biRealNet18", reActNet.presets["bi-real"], options);
}

/** ReActNet on the network of Bi-Real Net: thresholds of signs and the activation behind each sum are learned.
 *
 *  Liu et al. 2020, https://arxiv.org/abs/2003.03488, §4
 *  @throws RangeError if a size is no integer ≥ 1 or `width` is out of range. */
export function reActNet18(options: ZooOptions = {}): tf.LayersModel {
  return residualNet18("reActNet18", reActNet.presets.reactnet, options);
}

function residualNet18(
  where: string,
  ofPaper: Recipe,
  { inputShape = [224, 224, 3], classes = 1000, width = 1, seed = 1, recipe = ofPaper }: ZooOptions,
): tf.LayersModel {
  checkPositiveInteger(where, "classes", classes);
  const scaled = scaledTo(where, width);
  const image = tf.input({ shape: [...inputShape] });
  const stageOf = (place: Place): Stage => new Stage(recipe, place);
  const first = stageOf({
    position: "first",
    size: scaled(levels[0]),
    window: { kernelSize: 7, strides: 2 },
    seed,
  });
  const pixels = applied(tf.layers.rescaling({ ...recipe.pixels }), image);
  const stem = applied(
    tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" }),
    first.normalize(first.product(pixels)),
  );
  const features = levels.flatMap((size) =>
    Array.from({ length: convolutionsOfLevel }, () => scaled(size)),
  );
  const last = features.reduce((x, size, index) => {
    const strides = index > 0 && index % convolutionsOfLevel === 0 ? 2 : 1;
    const place: Place = { position: "hidden", size, window: { strides }, seed: seed + index + 1 };
    return residual(x, stageOf(place));
  }, stem);
  const pooled = applied(tf.layers.globalAveragePooling2d({}), last);
  const end = stageOf({ position: "last", size: classes, seed: seed + features.length + 1 });
  return tf.model({ inputs: image, outputs: end.product(pooled) });
}

/** normalization(product(x)) + way around → activation. */
function residual(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  const y = stage.normalize(stage.product(x));
  return stage.activate(applied(tf.layers.add(), y, aroundOf(x, stage)));
}

/** x itself, or where maps halve the mean of 2×2 places, brought to as many features. */
function aroundOf(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  const { size, window, seed } = stage.place;
  const isHalved = window?.strides === 2;
  if (!isHalved && x.shape[3] === size) return x;
  const means = isHalved ? halved(x) : x;
  return stage.normalize(applied(quantConv2d({ filters: size, kernelSize: 1, seed }), means));
}

/** The mean of 2×2 places. */
export function halved(x: tf.SymbolicTensor): tf.SymbolicTensor {
  return applied(tf.layers.averagePooling2d({ poolSize: 2, strides: 2, padding: "same" }), x);
}
