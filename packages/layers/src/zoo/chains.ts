import type * as tf from "@tensorflow/tfjs";
import { type ChainPlan, chain } from "../networks/chain.ts";
import { bnn } from "../systems/bnn.ts";
import type { Recipe } from "../systems/recipe.ts";
import { xnorNet } from "../systems/xnor-net.ts";
import { scaledTo, type ZooOptions } from "./zoo-options.ts";

const half = { size: 2, strides: 2 };
const overlapping = { size: 3, strides: 2 };

const vggSmall: ChainPlan = {
  inputShape: [32, 32, 3],
  convolutions: [
    { filters: 128 },
    { filters: 128, pool: half },
    { filters: 256 },
    { filters: 256, pool: half },
    { filters: 512 },
    { filters: 512, pool: half },
  ],
  units: [1024, 1024],
  classes: 10,
};

const alexNet: ChainPlan = {
  inputShape: [227, 227, 3],
  convolutions: [
    { filters: 96, kernelSize: 11, strides: 4, padding: "valid", pool: overlapping },
    { filters: 256, kernelSize: 5, pool: overlapping },
    { filters: 384 },
    { filters: 384 },
    { filters: 256, pool: overlapping },
  ],
  units: [4096, 4096],
  classes: 1000,
};

const narrowAlexNet: ChainPlan = {
  inputShape: [224, 224, 3],
  convolutions: [
    { filters: 64, kernelSize: 11, strides: 4, pool: overlapping },
    { filters: 192, kernelSize: 5, pool: overlapping },
    { filters: 384 },
    { filters: 384 },
    { filters: 256, pool: overlapping },
  ],
  units: [4096, 4096],
  classes: 1000,
};

/** The network for CIFAR-10 of BinaryConnect and BNN: 2×128C3-MP2-2×256C3-MP2-2×512C3-MP2-1024-1024-10, 14.0 million weights.
 *
 *  The layer that reads pixels has weights of int8, which in the papers are ±1, too.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830, §2.2
 *  @throws RangeError if a size is no integer ≥ 1 or `width` is out of range. */
export function binaryNet(options: ZooOptions = {}): tf.LayersModel {
  return planned("binaryNet", vggSmall, bnn.presets["bnn-theano"], options);
}

/** AlexNet as XNOR-Net has it: one tower, five convolutions and three dense layers, 62.4 million weights, of which those of the
 *  first and the last layer are real (int8 here).
 *
 *  Rastegari et al. 2016, https://arxiv.org/abs/1603.05279, §4.1, and https://github.com/allenai/XNOR-Net
 *  @throws RangeError if a size is no integer ≥ 1 or `width` is out of range. */
export function xnorAlexNet(options: ZooOptions = {}): tf.LayersModel {
  return planned("xnorAlexNet", alexNet, xnorNet.presets["xnor-allenai"], options);
}

/** AlexNet with BNN's signs in every layer behind the first, also the last one, and 64 and 192 features in front: 61.8 million
 *  weights. `BinaryAlexNet` of larq-zoo has these sizes.
 *
 *  Courbariaux et al. 2016, https://arxiv.org/abs/1602.02830; Krizhevsky 2014, https://arxiv.org/abs/1404.5997
 *  @throws RangeError if a size is no integer ≥ 1 or `width` is out of range. */
export function binaryAlexNet(options: ZooOptions = {}): tf.LayersModel {
  return planned("binaryAlexNet", narrowAlexNet, bnn.presets["bnn-theano"], options);
}

function planned(
  where: string,
  plan: ChainPlan,
  ofPaper: Recipe,
  { width = 1, seed = 1, recipe = ofPaper, ...sizes }: ZooOptions,
): tf.LayersModel {
  const scaled = scaledTo(where, width);
  const { inputShape = plan.inputShape, classes = plan.classes } = sizes;
  const convolutions = plan.convolutions.map(({ filters, ...window }) => ({
    ...window,
    filters: scaled(filters),
  }));
  const units = plan.units.map(scaled);
  return chain(where, recipe, { inputShape, classes, convolutions, units }, seed);
}
