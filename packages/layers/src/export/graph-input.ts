import type { Code } from "@bnnkit/core";
import type { MapInput } from "@bnnkit/model";
import type * as tf from "@tensorflow/tfjs";
import { numberOf } from "./layer-config.ts";

/** What a model is fed: an image [height, width, channels] or a vector, bytes where a rescaling layer is the one that reads
 *  it, else float32.
 *  @param readers  The layers that read it.
 *  @throws RangeError for another shape. */
export function graphInput(
  input: tf.SymbolicTensor,
  readers: readonly tf.layers.Layer[],
): MapInput {
  const [, ...sizes] = input.shape;
  const known = sizes.filter((size) => typeof size === "number");
  const [height, width, features] = known.length === 1 ? [1, 1, known[0]] : known;
  if (known.length !== sizes.length || (sizes.length !== 1 && sizes.length !== 3)) {
    throw new RangeError(
      `packClassifier: the model's input must be [batch, height, width, channels] or [batch, features], got [${input.shape.map(String)}]`,
    );
  }
  return { name: "image", kind: "map", height, width, features, code: pixelCode(readers) };
}

function pixelCode([reader, ...others]: readonly tf.layers.Layer[]): Code {
  if (others.length > 0 || reader?.getClassName() !== "Rescaling") return [{ digit: "float32" }];
  const [scale, offset] = [numberOf(reader, "scale"), numberOf(reader, "offset")];
  return [{ digit: "uint8", ...(scale !== 1 && { scale }), ...(offset !== 0 && { offset }) }];
}
