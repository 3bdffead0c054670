import type { MapInput, PackedModel } from "@bnnkit/model";
import { GraphWriter } from "../../peers/graph-writer.ts";
import { classifierShape } from "./classifier-shape.ts";
import { lowerToOnnx, type OnnxLowering, valueNamed } from "./lower-to-onnx.ts";
import { pixelScale } from "./pixel-scale.ts";

/** A classifier as an ONNX model in float32 for any number of images. */
export interface OnnxClassifierModel {
  readonly bytes: Uint8Array;
  /** Dimensions of one image as it goes in. */
  readonly inputDims: readonly number[];
}

/**
 * Builds a float32 ONNX model that does what a packed classifier does: the input under its name → `scores` [images, classes].
 *
 * Maps lie channels first, as onnxruntime wants them; images of several channels are transposed first.
 * @throws RangeError for a model with a node that has no float32 form here.
 */
export function exportClassifier(model: PackedModel): OnnxClassifierModel {
  const { graph, input, classes } = classifierShape(model);
  const writer = new GraphWriter();
  const inputDims = dimsOf(input);
  const pixels = writer.input(input.name, "float32", ["images", ...inputDims]);
  const lowering: OnnxLowering = { model, writer, values: new Map() };
  lowering.values.set(input.name, scaled(writer, input, channelsFirst(writer, input, pixels)));
  for (const typed of graph.nodes) lowerToOnnx(lowering, typed);
  const scores = valueNamed(lowering, graph.graph.output);
  writer.output(scores, "scores", "float32", ["images", classes]);
  return { bytes: writer.encode(), inputDims };
}

/** Of one channel the order of the numbers is the same with channels first. */
function dimsOf({ height, width, features }: MapInput): readonly number[] {
  if (height * width === 1) return [features];
  return features === 1 ? [1, height, width] : [height, width, features];
}

function channelsFirst(writer: GraphWriter, input: MapInput, pixels: string): string {
  if (dimsOf(input).length === 1 || input.features === 1) return pixels;
  return writer.emit("Transpose", [pixels], { perm: { ints: [0, 3, 1, 2] } });
}

function scaled(writer: GraphWriter, input: MapInput, pixels: string): string {
  const { scale, offset } = pixelScale(input);
  const product = scale === 1 ? pixels : writer.emit("Mul", [pixels, writer.scalar(scale)]);
  return offset === 0 ? product : writer.emit("Add", [product, writer.scalar(offset)]);
}
