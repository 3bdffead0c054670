import { check as checkDescription, type Support, typeGraph } from "@bnnkit/model";
import { streamlineGraph } from "@bnnkit/model/streamline";
import * as tf from "@tensorflow/tfjs";
import { LayerRefusal } from "../export/layer-export.ts";
import { type WrittenLayers, writeLayers } from "../export/written-layers.ts";
import { type CheckTarget, checkTargets } from "./targets.ts";

/** A layer that cannot be packed or run. */
export interface LayerProblem {
  /** Its name; the model's own for what is wrong with its inputs and outputs. */
  readonly layer: string;
  readonly className: string;
  readonly reason: string;
  /** What to do; undefined where that depends. */
  readonly remedy: string | undefined;
  /** All of it in one sentence. */
  readonly message: string;
}

/** Lists every layer that a target cannot have, in the order of the model; empty if it can be packed and run as it is. The
 *  model may be untrained, so ask before you train.
 *
 *  What is checked, by target:
 *
 *  - `"wasm"` (default): that the model file has a node for the layer, with all of its options: what `packClassifier` would
 *    refuse, one layer after the other instead of the first alone. How the runtime runs a node is its own to say: give its
 *    table, `support` of `@bnnkit/runtime`, in the place of a name, to have that checked, too.
 *  - `"fpga"`: that, and that no float is left between pixels and scores. Layers that have some stay on the processor, as
 *    scale and offset of the scores mostly do.
 *  - `"c"`: that, and that no node is left but products, thresholds with constant scales, pools, sums and affine maps.
 *
 *  A layer behind one that is refused is checked as if that gave any floats of its shape, so mending the first can bring
 *  about others. Sizes, memory and speed are not checked: see `summary`.
 *  @throws RangeError for a target that there is not. */
export function check(
  model: tf.LayersModel,
  target: CheckTarget | Support = "wasm",
): readonly LayerProblem[] {
  if (typeof target === "string" && !Object.hasOwn(checkTargets, target)) {
    const known = Object.keys(checkTargets).join(", ");
    throw new RangeError(`check: target must be one of ${known} or a table, got "${target}"`);
  }
  tf.engine().startScope();
  try {
    return problemsOf(model, target);
  } finally {
    tf.engine().endScope();
  }
}

function problemsOf(model: tf.LayersModel, target: CheckTarget | Support): readonly LayerProblem[] {
  const found: LayerProblem[] = [];
  const written = writeLayers(model, (layer, error) => found.push(refused(layer, error)));
  const refusedLayers = new Set(found.map(({ layer }) => layer));
  const layers = new Map(model.layers.map((layer) => [layer.name, layer]));
  for (const { owner, reason, remedy } of nodeProblems(written, target)) {
    const layer = layers.get(owner);
    if (layer && !refusedLayers.has(owner)) found.push(problem(layer, reason, remedy));
  }
  const order = [...layers.keys()];
  const unique = new Map(found.map((one) => [one.message, one]));
  return [...unique.values()].sort((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer));
}

interface NodeProblem {
  readonly owner: string;
  readonly reason: string;
  readonly remedy: string | undefined;
}

function nodeProblems(
  { graph, tensors, ownerOf }: WrittenLayers,
  target: CheckTarget | Support,
): readonly NodeProblem[] {
  const { graph: streamlined } = streamlineGraph(graph, tensors);
  const { nodes } = typeGraph(streamlined, "check");
  if (typeof target === "string") {
    return nodes.flatMap((typed) => {
      const refusal = checkTargets[target](typed);
      return refusal ? [{ owner: ownerOf(typed.node), ...refusal }] : [];
    });
  }
  const description = { name: "check", task: "classification", graph: streamlined } as const;
  const byName = new Map(nodes.map(({ node }) => [node.name, node]));
  return checkDescription(description, target).flatMap(({ node: name, reason }) => {
    const node = byName.get(name);
    return node ? [{ owner: ownerOf(node), reason, remedy: undefined }] : [];
  });
}

function refused(layer: tf.layers.Layer, error: RangeError): LayerProblem {
  if (error instanceof LayerRefusal) return problem(layer, error.reason, error.remedy);
  return problem(layer, error.message.replace(/^packClassifier: /, ""), undefined);
}

function problem(layer: tf.layers.Layer, reason: string, remedy: string | undefined): LayerProblem {
  const [name, className] = [layer.name, layer.getClassName()];
  const advice = remedy === undefined ? "" : `: ${remedy}`;
  return {
    layer: name,
    className,
    reason,
    remedy,
    message: `layer "${name}" (${className}) ${reason}${advice}`,
  };
}
