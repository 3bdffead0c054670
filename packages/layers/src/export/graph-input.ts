import type { Code } from "@bnnkit/core";
import type { MapInput } from "@bnnkit/model";
import type * as tf from "@tensorflow/tfjs";
import { numberOf } from "./layer-config.ts";

/** What a model is fed: an image [height, width, channels], a sequence [length, channels], which is a map of one row, or a
 *  vector; bytes where a rescaling layer is the one that reads
 *  it, else float32.
 *  @param readers  The layers that read it.
 *  @throws RangeError for another shape. */
export function graphInput(
  input: tf.SymbolicTensor,
  readers: readonly tf.layers.Layer[],
): MapInput {
  const [, ...sizes] = input.shape;
  const known = sizes.filter((size) => typeof size === "number");
  if (known.length !== sizes.length || sizes.length < 1 || sizes.length > 3) {
    throw new RangeError(
      `packClassifier: the model's input must be [batch, height, width, channels], [batch, length, channels] or [batch, features], got [${input.shape.map(String)}]`,
    );
  }
  return { name: "image", kind: "map", ...placesOf(input.shape), code: pixelCode(readers) };
}

/** A shape as a map: a sequence is one of a single row, of more axes all but the last two are rows. What is not known is 1. */
export function placesOf([, ...sizes]: tf.Shape): Pick<MapInput, "height" | "width" | "features"> {
  const [features = 1, width = 1, ...rows] = sizes.map((size) => size ?? 1).reverse();
  return { height: rows.reduce((product, size) => product * size, 1), width, features };
}

function pixelCode([reader, ...others]: readonly tf.layers.Layer[]): Code {
  if (others.length > 0 || reader?.getClassName() !== "Rescaling") return [{ digit: "float32" }];
  const [scale, offset] = [numberOf(reader, "scale"), numberOf(reader, "offset")];
  return [{ digit: "uint8", ...(scale !== 1 && { scale }), ...(offset !== 0 && { offset }) }];
}
