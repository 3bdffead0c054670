import { type LayerExporter, refusal } from "./layer-export.ts";
import { settled } from "./settled.ts";

/** The sum of two values or more. */
export const exportAdd: LayerExporter = ({ layer, inputs, writer }) => {
  const [first, ...others] = inputs.map((value) => settled(writer, value));
  if (others.length === 0)
    throw refusal(layer, "must have two inputs or more, got one", "take it out of the model");
  return others.reduce((sum, value) => {
    const name = writer.nameOf(layer.name);
    return writer.write({ op: "add", name, inputs: [sum.name, value.name] }, sum);
  }, first);
};
