import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { applied } from "../networks/applied.ts";
import { type Place, type PlaceWindow, Stage } from "../networks/stage.ts";
import { reActNet } from "../systems/reactnet.ts";
import { halved } from "./residual-net18.ts";
import { scaledTo, type ZooOptions } from "./zoo-options.ts";

/** Features behind the first convolution, which reads pixels, and behind each block. */
const stemFeatures = 32;
const blockFeatures: readonly number[] = [
  64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024,
];

/** ReActNet-A: MobileNet's sizes in blocks of a 3×3 and a 1×1 binary convolution, each with a way around it; twice as many
 *  features are two 1×1 convolutions side by side. 29.3 million weights, 4.82·10⁹ binary multiply-accumulates.
 *
 *  The layer that reads pixels and the last one are real in the paper and of int8 here.
 *
 *  Liu et al. 2020, https://arxiv.org/abs/2003.03488, §4.1, and https://github.com/liuzechun/ReActNet
 *  @throws RangeError if a size is no integer ≥ 1 or `width` is out of range. */
export function reActNetA({
  inputShape = [224, 224, 3],
  classes = 1000,
  width = 1,
  seed = 1,
  recipe = reActNet.presets.reactnet,
}: ZooOptions = {}): tf.LayersModel {
  checkPositiveInteger("reActNetA", "classes", classes);
  // So that what is twice as many stays so.
  const unit = scaledTo("reActNetA", width)(stemFeatures) / stemFeatures;
  const image = tf.input({ shape: [...inputShape] });
  const stageOf = (place: Place): Stage => new Stage(recipe, place);
  const first = stageOf({
    position: "first",
    size: stemFeatures * unit,
    window: { strides: 2 },
    seed,
  });
  const pixels = applied(tf.layers.rescaling({ ...recipe.pixels }), image);
  const stem = first.normalize(first.product(pixels));
  const last = blockFeatures.reduce((x, features, index) => {
    const size = features * unit;
    const strides = index > 0 && size !== x.shape[3] ? 2 : 1;
    const hidden = (window: PlaceWindow, copy: number): Stage =>
      stageOf({
        position: "hidden",
        size: Number(x.shape[3]),
        window,
        seed: seed + 3 * index + copy,
      });
    const y = around(x, hidden({ strides }, 1));
    const copies = Array.from({ length: size / Number(x.shape[3]) }, (_, copy) =>
      hidden({ kernelSize: 1 }, copy + 2),
    );
    return sideBySide(y, copies);
  }, stem);
  const pooled = applied(tf.layers.globalAveragePooling2d({}), last);
  const seedOfLast = seed + 3 * blockFeatures.length + 1;
  const end = stageOf({ position: "last", size: classes, seed: seedOfLast });
  return tf.model({ inputs: image, outputs: end.product(pooled) });
}

/** normalization(product(x)) + x → activation; where the window has a stride, x is a mean of 2×2 places. */
function around(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  return stage.activate(sum(x, stage));
}

/** The sums of several products with the same way around, features side by side → activation. */
function sideBySide(x: tf.SymbolicTensor, [stage, ...others]: readonly Stage[]): tf.SymbolicTensor {
  const sums = others.map((other) => sum(x, other));
  const y = sum(x, stage);
  return stage.activate(sums.length === 0 ? y : applied(tf.layers.concatenate(), y, ...sums));
}

function sum(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  const beside = stage.place.window?.strides === 2 ? halved(x) : x;
  return applied(tf.layers.add(), stage.normalize(stage.product(x)), beside);
}
