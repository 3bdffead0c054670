import type { Tensor } from "@bnnkit/model";
import type * as tf from "@tensorflow/tfjs";
import { Mixture } from "../mixture.ts";
import { type LayerExporter, refusal } from "./layer-export.ts";
import { settled } from "./settled.ts";

/** A `Mixture`: each input times its share, and the sum. */
export const exportMixture: LayerExporter = ({ layer, inputs, writer }) => {
  if (!(layer instanceof Mixture)) {
    throw refusal(
      layer,
      "must be the Mixture of this package",
      "register no other class of that name",
    );
  }
  if (inputs.some(({ isFlat }) => isFlat)) {
    throw refusal(layer, "must not read a flattened map", "put it before the flatten layer");
  }
  const [a, b] = inputs.map((value, i) => {
    const x = settled(writer, value);
    const name = writer.nameOf(`${layer.name}.${i === 0 ? "first" : "second"}`, layer.name);
    const parts = { scales: true, offsets: false };
    return writer.write({ op: "affine", name, inputs: [x.name], ...parts }, x, [
      [`${name}.scales`, floats(layer.shares[i])],
    ]);
  });
  const name = writer.nameOf(layer.name);
  return writer.write({ op: "add", name, inputs: [a.name, b.name] }, a);
};

function floats(values: tf.Tensor): Tensor {
  return { dtype: "F32", shape: [values.size], data: Float32Array.from(values.dataSync()) };
}
