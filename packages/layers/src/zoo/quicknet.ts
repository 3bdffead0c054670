import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { applied } from "../networks/applied.ts";
import { type Place, Stage } from "../networks/stage.ts";
import { realEnds } from "../systems/common-products.ts";
import type { Recipe } from "../systems/recipe.ts";
import { scaledTo, type ZooOptions } from "./zoo-options.ts";

/** Features of each level, and how many products it has; every further level starts with a stride of 2. */
const levels = [
  { features: 64, products: 2 },
  { features: 128, products: 3 },
  { features: 256, products: 4 },
  { features: 512, products: 4 },
] as const;

/** Outputs of each channel of the depthwise convolution in the stem. */
const depthMultiplier = 8;

const sign = { name: "clipped-sign", options: { clip: 1.25 } };

const ofLarqZoo: Recipe = realEnds({
  source: "https://github.com/larq/zoo, QuickNet 0.1.0",
  hidden: { inputQuantizer: sign, kernelQuantizer: sign, kernelClip: 1.25 },
  normalization: { momentum: 0.9, epsilon: 1e-5 },
});

/** QuickNet of larq-zoo in its first version, made to run fast: 13 binary convolutions, each with a way around it, 10.5 million
 *  weights. Where maps halve, the largest of 2×2 places go around, and features double side by side.
 *
 *  Its depthwise convolution is of float32; the layer that reads pixels and the last one are of int8 here.
 *
 *  Bannink et al. 2021, Larq Compute Engine, https://arxiv.org/abs/2011.09398
 *  @throws RangeError if a size is no integer ≥ 1 or `width` is out of range. */
export function quickNet({
  inputShape = [224, 224, 3],
  classes = 1000,
  width = 1,
  seed = 1,
  recipe = ofLarqZoo,
}: ZooOptions = {}): tf.LayersModel {
  checkPositiveInteger("quickNet", "classes", classes);
  const channels = scaledTo("quickNet", width)(levels[0].features / depthMultiplier);
  const image = tf.input({ shape: [...inputShape] });
  const stageOf = (place: Place): Stage => new Stage(recipe, place);
  const first = stageOf({ position: "first", size: channels, window: { strides: 2 }, seed });
  const depthwise = tf.layers.depthwiseConv2d({
    kernelSize: 3,
    depthMultiplier,
    strides: 2,
    padding: "same",
    useBias: false,
    activation: "relu",
    depthwiseInitializer: tf.initializers.heNormal({ seed }),
  });
  const pixels = applied(tf.layers.rescaling({ ...recipe.pixels }), image);
  const stem = first.normalize(applied(depthwise, first.product(pixels)));
  const starts = levels.flatMap(({ products }, level) =>
    Array.from({ length: products }, (_, index) => level > 0 && index === 0),
  );
  const last = starts.reduce((x, halves, index) => {
    const size = Number(x.shape[3]);
    const window = { strides: halves ? 2 : 1 };
    return block(x, stageOf({ position: "hidden", size, window, seed: seed + index + 1 }));
  }, stem);
  const pooled = applied(tf.layers.globalAveragePooling2d({}), applied(tf.layers.reLU(), last));
  const end = stageOf({ position: "last", size: classes, seed: seed + starts.length + 1 });
  return tf.model({ inputs: image, outputs: end.product(pooled) });
}

/** x + normalization(ReLU(product(x))); where maps halve, beside what goes around. */
function block(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  const y = stage.normalize(applied(tf.layers.reLU(), stage.product(x)));
  if (stage.place.window?.strides !== 2) return applied(tf.layers.add(), y, x);
  const largest = applied(tf.layers.maxPooling2d({ poolSize: 2, padding: "same" }), x);
  const around = stage.normalize(largest);
  return applied(tf.layers.concatenate(), around, applied(tf.layers.add(), y, around));
}
