import { checkPositiveInteger } from "@bnnkit/core";
import * as tf from "@tensorflow/tfjs";
import { applied } from "../networks/applied.ts";
import { blocks } from "../networks/blocks.ts";
import { type Place, Stage } from "../networks/stage.ts";
import type { Recipe } from "../systems/recipe.ts";
import { systems } from "../systems/systems.ts";
import { scaledTo, type ZooOptions } from "./zoo-options.ts";

/** The networks of LBCNN, by what they are for. */
export type LbcnnName = "mnist" | "svhn" | "cifar-10";

interface LbcnnPlan {
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** Of every map. */
  readonly features: number;
  /** Of each block. */
  readonly fixedFilters: number;
  readonly blocks: number;
  /** Of the hidden dense layer. */
  readonly units: number;
  /** Part of the positions of the fixed filters that are drawn. */
  readonly density: number;
}

const plans: Readonly<Record<LbcnnName, LbcnnPlan>> = {
  mnist: {
    ...{ inputShape: [28, 28, 1], features: 16, fixedFilters: 512 },
    ...{ blocks: 75, units: 128, density: 0.5 },
  },
  svhn: {
    ...{ inputShape: [32, 32, 3], features: 16, fixedFilters: 512 },
    ...{ blocks: 40, units: 512, density: 0.9 },
  },
  "cifar-10": {
    ...{ inputShape: [32, 32, 3], features: 384, fixedFilters: 704 },
    ...{ blocks: 50, units: 512, density: 0.001 },
  },
};

const pool = { poolSize: 5, strides: 5 };
const dropRate = 0.5;

/** A network of LBCNN's code: a 3×3 convolution that is learned, locally binary blocks with a way around each, means of 5×5 places
 *  and two dense layers. Of "mnist" 0.7 million weights are learned, of "svhn" 0.6 and of "cifar-10" 20.6; nine times as many as
 *  its blocks learn are in their fixed filters, which take 0.5 GB of memory for "cifar-10".
 *
 *  Weights that are learned are real in the paper and of int8 here. Before any training, when its normalizations have the mean 0 and
 *  the variance 1, sums around so many blocks can leave the range of float32.
 *
 *  Juefei-Xu et al. 2017, https://arxiv.org/abs/1608.06049, and https://github.com/juefeix/lbcnn.torch
 *  @throws RangeError for a network that there is not, if a size is no integer ≥ 1 or `width` is out of range. */
export function lbcnn(name: LbcnnName, options: ZooOptions = {}): tf.LayersModel {
  if (!Object.hasOwn(plans, name)) {
    const known = Object.keys(plans).join(", ");
    throw new RangeError(`lbcnn: name must be one of ${known}, got "${name}"`);
  }
  const plan = plans[name];
  const { inputShape = plan.inputShape, classes = 10, width = 1, seed = 1 } = options;
  const { recipe = recipeOf(plan) } = options;
  checkPositiveInteger("lbcnn", "classes", classes);
  const scaled = scaledTo("lbcnn", width);
  const block = blocks[recipe.block];
  const stageOf = (place: Omit<Place, "seed">, index: number): Stage =>
    new Stage(recipe, { ...place, seed: seed + index });
  const size = scaled(plan.features);
  const image = tf.input({ shape: [...inputShape] });
  const pixels = applied(tf.layers.rescaling({ ...recipe.pixels }), image);
  const stem = block(pixels, stageOf({ position: "first", size, window: {} }, 0));
  const window = { fixedFilters: scaled(plan.fixedFilters) };
  const indices = Array.from({ length: plan.blocks }, (_, index) => index + 1);
  const found = indices.reduce(
    (x, index) => block(x, stageOf({ position: "hidden", size, window }, index)),
    stem,
  );
  const means = applied(tf.layers.averagePooling2d(pool), found);
  const last = plan.blocks + 1;
  const dense = stageOf({ position: "hidden", size: scaled(plan.units) }, last);
  const units = dense.activate(dense.product(dropped(means, seed + last)));
  const end = stageOf({ position: "last", size: classes }, last + 1);
  return tf.model({ inputs: image, outputs: block(dropped(units, seed + last + 1), end) });
}

/** That of the code, in which all that is learned behind the first normalization has biases. */
function recipeOf({ density }: LbcnnPlan): Recipe {
  const recipe = systems.lbcnn.presets.lbcnn;
  return { ...recipe, hidden: { ...recipe.hidden, useBias: true }, filters: { density } };
}

function dropped(x: tf.SymbolicTensor, seed: number): tf.SymbolicTensor {
  return applied(tf.layers.dropout({ rate: dropRate, seed }), x);
}
