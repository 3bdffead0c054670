import { type LayerExporter, refusal } from "./layer-export.ts";
import { settled } from "./settled.ts";

/** The features of several values side by side. */
export const exportConcatenate: LayerExporter = ({ layer, inputs, shapes, writer }) => {
  const { axis } = layer.getConfig();
  if (axis !== -1 && axis !== shapes[0].length - 1) {
    throw refusal(layer, `must concatenate along the last axis, got ${axis}`, "take the axis -1");
  }
  if (inputs.some(({ isFlat }) => isFlat)) {
    throw refusal(layer, "must not read a flattened map", "put it before the flatten layer");
  }
  const [first, second, ...others] = inputs.map((value) => settled(writer, value));
  if (!second)
    throw refusal(layer, "must have two inputs or more, got one", "take it out of the model");
  const name = writer.nameOf(layer.name);
  const names = [first.name, second.name, ...others.map((value) => value.name)] as const;
  return writer.write({ op: "concatenate", name, inputs: names }, first);
};
