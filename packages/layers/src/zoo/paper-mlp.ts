import type * as tf from "@tensorflow/tfjs";
import { chain } from "../networks/chain.ts";
import { binaryConnect } from "../systems/binary-connect.ts";
import { bnn } from "../systems/bnn.ts";
import type { Recipe } from "../systems/recipe.ts";
import { scaledTo, type ZooOptions } from "./zoo-options.ts";

/** The fully connected networks for MNIST of papers. */
export type PaperMlpName = "binary-connect" | "bnn-theano" | "finn-sfc" | "finn-lfc";

interface MlpPlan {
  /** Units of the hidden layers. */
  readonly units: readonly number[];
  readonly recipe: Recipe;
}

const theano = bnn.presets["bnn-theano"];

const plans: Readonly<Record<PaperMlpName, MlpPlan>> = {
  "binary-connect": {
    units: [2048, 2048, 2048],
    recipe: Object.values(binaryConnect.presets)[0],
  },
  "bnn-theano": {
    units: [4096, 4096, 4096],
    recipe: theano,
  },
  "finn-sfc": {
    units: [256, 256, 256],
    recipe: theano,
  },
  "finn-lfc": {
    units: [1024, 1024, 1024],
    recipe: theano,
  },
};

/** A fully connected network for MNIST as a paper has it: three hidden layers, 784 pixels and ten classes.
 *
 *  BinaryConnect: 3 × 2048, weights of ±1; BNN: 3 × 4096; FINN: 3 × 256 (SFC) and 3 × 1024 (LFC).
 *
 *  Courbariaux et al. 2015, https://arxiv.org/abs/1511.00363; Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830;
 *  Umuroglu et al. 2017, https://arxiv.org/abs/1612.07119
 *  @throws RangeError for a network that there is not, and sizes that are no integers ≥ 1. */
export function paperMlp(name: PaperMlpName, options: ZooOptions = {}): tf.LayersModel {
  if (!Object.hasOwn(plans, name)) {
    const known = Object.keys(plans).join(", ");
    throw new RangeError(`paperMlp: name must be one of ${known}, got "${name}"`);
  }
  const plan = plans[name];
  const { inputShape = [28, 28, 1], classes = 10, width = 1, seed = 1 } = options;
  const { recipe = plan.recipe } = options;
  const units = plan.units.map(scaledTo("paperMlp", width));
  return chain("paperMlp", recipe, { inputShape, convolutions: [], units, classes }, seed);
}
