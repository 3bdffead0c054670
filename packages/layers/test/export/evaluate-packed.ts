import { ofTask, type PackedModel } from "@bnnkit/model";
import { evaluateValues, type Matrix, matrix } from "@bnnkit/model/reference";
import * as tf from "@tensorflow/tfjs";

/** The values of every node of a packed classifier for one image, by definition. */
export function evaluatePacked(
  model: PackedModel,
  pixels: ArrayLike<number>,
): ReadonlyMap<string, Matrix> {
  const { graph } = ofTask("evaluatePacked", model.description, "classification");
  const [input] = graph.inputs;
  if (input?.kind !== "map") throw new TypeError("evaluatePacked: the input must be a map");
  const { height, width, features } = input;
  const rows = matrix(height * width, features, (row, c) => pixels[row * features + c]!);
  return evaluateValues(model, graph, new Map([[input.name, rows]]));
}

/** The scores of a packed classifier for images, image by image. */
export function packedScores(model: PackedModel, images: tf.Tensor): number[][] {
  const { graph } = ofTask("evaluatePacked", model.description, "classification");
  return rowsOf(images).map((pixels) => [
    ...(evaluatePacked(model, pixels).get(graph.output)?.data ?? []),
  ]);
}

/** What TensorFlow.js says. */
export function predictedScores(model: tf.LayersModel, images: tf.Tensor): number[][] {
  const scores = model.predict(images);
  if (scores instanceof tf.Tensor) return rowsOf(scores);
  throw new TypeError("predictedScores: the model must have one output");
}

/** The values of each image. */
export function rowsOf(x: tf.Tensor): number[][] {
  const values = [...x.dataSync()];
  const size = values.length / x.shape[0]!;
  return Array.from({ length: x.shape[0]! }, (_, i) => values.slice(i * size, (i + 1) * size));
}
