import type * as tf from "@tensorflow/tfjs";
import { type ChainPlan, chain } from "../networks/chain.ts";
import { systems } from "../systems/systems.ts";
import { scaledTo, type ZooOptions } from "./zoo-options.ts";

/** The networks of eBNN's examples. */
export type EbnnName = "simple" | "alex";

const filters = 10;
const pool = { size: 3, strides: 2 };

const plans: Readonly<Record<EbnnName, Omit<ChainPlan, "inputShape" | "classes">>> = {
  simple: {
    convolutions: [{ filters, strides: 2, padding: "valid", pool }],
    units: [],
  },
  alex: {
    convolutions: [
      { filters, kernelSize: 5, padding: "valid", pool },
      { filters, kernelSize: 5, pool },
      { filters },
      { filters },
      { filters, pool },
    ],
    units: [],
  },
};

/** A network for MNIST of eBNN's examples, all of whose weights are ±1: one block of convolution, pool, normalization and sign with
 *  ten filters, or five of them, and one dense layer. Packed in bytes their weights take 470 bytes ("simple") and 1,090 ("alex").
 *
 *  McDanel et al. 2017, https://arxiv.org/abs/1709.02260, and https://github.com/kunglab/ebnn
 *  @throws RangeError for a network that there is not, if a size is no integer ≥ 1 or `width` is out of range. */
export function ebnn(name: EbnnName, options: ZooOptions = {}): tf.LayersModel {
  if (!Object.hasOwn(plans, name)) {
    const known = Object.keys(plans).join(", ");
    throw new RangeError(`ebnn: name must be one of ${known}, got "${name}"`);
  }
  const { inputShape = [28, 28, 1], classes = 10, width = 1, seed = 1 } = options;
  const { recipe = systems.ebnn.presets["left-out-borders"] } = options;
  const scaled = scaledTo("ebnn", width);
  const { convolutions, units } = plans[name];
  const blocks = convolutions.map((block) => ({ ...block, filters: scaled(block.filters) }));
  return chain("ebnn", recipe, { inputShape, classes, convolutions: blocks, units }, seed);
}
