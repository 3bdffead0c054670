import type { PackedModel } from "@bnnkit/model";
import * as tf from "@tensorflow/tfjs";
import { startTfjsWasm } from "../../peers/tfjs.ts";
import { imageLength } from "../images.ts";
import type { ImageClassifier } from "../timed-classifier.ts";
import { classifierShape } from "./classifier-shape.ts";
import { prepareTfjsLayer } from "./lower-to-tfjs.ts";
import { pixelScale } from "./pixel-scale.ts";

/** A packed classifier in float32 on TensorFlow.js with its wasm backend, on one thread.
 *  @throws RangeError for a model with a node that has no float32 form here, Error where the backend does not start. */
export async function openTfjsClassifier(model: PackedModel): Promise<ImageClassifier> {
  await startTfjsWasm();
  const { graph, input } = classifierShape(model);
  const { height, width, features } = input;
  const { scale, offset } = pixelScale(input);
  const layers = graph.nodes.map((typed) => ({
    name: typed.node.name,
    inputs: typed.node.inputs,
    run: prepareTfjsLayer(typed, model),
  }));
  const shape = height * width === 1 ? [features] : [height, width, features];
  return {
    async scores(images) {
      const scores = tf.tidy(() => {
        const count = images.length / imageLength(input);
        const pixels = tf.tensor(new Float32Array(images), [count, ...shape]);
        const product = scale === 1 ? pixels : tf.mul(pixels, scale);
        const values = new Map([[input.name, offset === 0 ? product : tf.add(product, offset)]]);
        const valueNamed = (name: string): tf.Tensor => {
          const value = values.get(name);
          if (value === undefined) throw new RangeError(`scores: no value for "${name}"`);
          return value;
        };
        for (const { name, inputs, run } of layers) values.set(name, run(inputs.map(valueNamed)));
        return valueNamed(graph.graph.output);
      });
      const data = await scores.data<"float32">();
      scores.dispose();
      return data;
    },
  };
}
