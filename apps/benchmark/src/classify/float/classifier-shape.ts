import {
  checkModel,
  type MapInput,
  ofTask,
  type PackedModel,
  type TypedGraph,
} from "@bnnkit/model";

/** What a classifier reads and gives. */
export interface ClassifierShape {
  readonly graph: TypedGraph;
  readonly input: MapInput;
  readonly classes: number;
}

/** The graph of a classifier of images.
 *  @throws RangeError for a model of another task or input. */
export function classifierShape(model: PackedModel): ClassifierShape {
  const checked = checkModel(model);
  ofTask("classifierShape", checked.description, "classification");
  const [typed] = checked.graphs;
  const [input, ...others] = typed.graph.inputs;
  if (input?.kind !== "map" || others.length > 0) {
    throw new RangeError("classifierShape: the graph must have one input, a map");
  }
  return { graph: typed, input, classes: typed.output.features };
}
