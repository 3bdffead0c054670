import { type LayerExporter, refusal } from "./layer-export.ts";
import { isOnePixel } from "./product.ts";
import { settled } from "./settled.ts";
import { spread } from "./spread.ts";

/** The product of two values, of which the second may be a vector for all places of a map, or one number for all features. */
export const exportMultiply: LayerExporter = ({ layer, inputs, writer }) => {
  if (inputs.length !== 2) {
    throw refusal(
      layer,
      `must have two inputs, got ${inputs.length}`,
      "multiply two values, and what that gives with the next",
    );
  }
  const [a, b] = inputs.map((value) => settled(writer, value));
  const [map, vector] = isOnePixel(a) && !isOnePixel(b) ? [b, a] : [a, b];
  const isSpread = isOnePixel(vector) && !isOnePixel(map);
  if (isSpread && map.isFlat) {
    throw refusal(layer, "must not read a flattened map", "put it before the flatten layer");
  }
  const factor = isSpread ? spread(writer, vector, { over: map, layer: layer.name }) : vector;
  const [wide, narrow] = map.type.features < factor.type.features ? [factor, map] : [map, factor];
  const name = writer.nameOf(layer.name);
  return writer.write({ op: "multiply", name, inputs: [wide.name, narrow.name] }, wide);
};
