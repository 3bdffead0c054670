import * as tf from "@tensorflow/tfjs";
import { locallyBinaryConv2d } from "../locally-binary-conv2d.ts";
import type { BlockName } from "../systems/recipe.ts";
import { applied } from "./applied.ts";
import { gatedResidual } from "./gated-residual.ts";
import { plain } from "./plain.ts";
import { recoupled } from "./recoupled.ts";
import { Stage } from "./stage.ts";
import { besideInput, copiesOf } from "./ways-around.ts";

/** The layers around one layer with a kernel. */
export type Block = (x: tf.SymbolicTensor, stage: Stage) => tf.SymbolicTensor;

export const blocks: Readonly<Record<BlockName, Block>> = {
  plain,
  "normalize-first": normalizeFirst,
  residual,
  "gated-residual": gatedResidual,
  recoupled,
  "locally-binary": locallyBinary,
};

/** normalization → product → activation, if any, → pool between the first and the last layer, so that signs are of centred
 *  numbers and the largest of each window is one of sums: the order of XNOR-Net, https://arxiv.org/abs/1603.05279, §3.2. The
 *  last layer has a rectifier behind its normalization where the others have no activation. */
function normalizeFirst(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  switch (stage.place.position) {
    case "first":
      return rectified(stage, stage.pool(stage.product(x)));
    case "hidden":
      return stage.pool(stage.activate(stage.product(stage.normalize(x))));
    case "last":
      return stage.product(stage.recipe.activation ? stage.normalize(x) : rectified(stage, x));
  }
}

function rectified(stage: Stage, x: tf.SymbolicTensor): tf.SymbolicTensor {
  return applied(tf.layers.reLU(), stage.normalize(x));
}

/** normalization(product(x)) + x → pool → activation. Twice as many features are two products side by side, each beside x;
 *  a layer of any other size has no way around it: the blocks of Bi-Real Net, https://arxiv.org/abs/1808.00278, §3.1, and
 *  ReActNet, https://arxiv.org/abs/2003.03488, §4.1. */
function residual(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  if (copiesOf(x, stage) === undefined) return plain(x, stage);
  return stage.activate(stage.pool(besideInput(x, x, stage)));
}

/** normalization → fixed sparse ternary filters → rectifier → 1×1 convolution, + x where that has as many features, → pool, for
 *  hidden convolutions: the block of LBCNN, https://arxiv.org/abs/1608.06049, §3.2. */
function locallyBinary(x: tf.SymbolicTensor, stage: Stage): tf.SymbolicTensor {
  const { position, size, window, seed } = stage.place;
  if (position !== "hidden" || !window) return plain(x, stage);
  const filters = locallyBinaryConv2d({
    filters: window.fixedFilters ?? filtersOfFeature * size,
    kernelSize: window.kernelSize ?? 3,
    padding: "same",
    seed,
    ...stage.recipe.filters,
  });
  const found = applied(tf.layers.reLU(), applied(filters, stage.normalize(x)));
  const mixing = new Stage(stage.recipe, { ...stage.place, window: { kernelSize: 1 } });
  const mixed = mixing.product(found);
  const y = Number(x.shape.at(-1)) === size ? applied(tf.layers.add(), mixed, x) : mixed;
  return stage.pool(y);
}

/** Fixed filters for each feature that a block gives, where the place does not say how many. */
const filtersOfFeature = 4;
