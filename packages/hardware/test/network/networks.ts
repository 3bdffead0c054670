import { bipolar, type Code, type Window, wordsPerRow } from "@bnnkit/core";
import {
  type ClassificationDescription,
  type MapInput,
  type Node,
  type PackedModel,
  type Tensor,
  tensorsOf,
  type Weights,
} from "@bnnkit/model";
import { evaluateGraph, matrix } from "@bnnkit/model/reference";
import { createRandom } from "@bnnkit/testing";

const weights = (tensor: string, code: Code): Weights => ({ tensor, code });

export function dense(name: string, input: string, outFeatures: number, code = bipolar): Node {
  const w = weights(name, code);
  return { op: "dense", name, inputs: [input], outFeatures, weights: w, bias: false };
}

/** A threshold for each feature, some of them turned round. */
export function sign(name: string, input: string): Node {
  const thresholds = { perFeature: 1 };
  return { op: "threshold", name, inputs: [input], thresholds, flips: true, code: bipolar };
}

export function levels(name: string, input: string, perFeature: number, code: Code): Node {
  const thresholds = { perFeature };
  return { op: "threshold", name, inputs: [input], thresholds, flips: true, code };
}

/** The sign of bytes: black and white. */
export function binarize(input: string): Node {
  const thresholds = [128];
  return {
    op: "threshold",
    name: "bits",
    inputs: [input],
    thresholds,
    flips: false,
    code: bipolar,
  };
}

export const square = (size: number, margin = 0, value = -1, stride = 1): Window => ({
  size: [size, size],
  strides: [stride, stride],
  dilations: [1, 1],
  padding: { top: margin, bottom: margin, left: margin, right: margin, value },
});

export function convolution(
  name: string,
  input: string,
  outFeatures: number,
  window: Window,
  code = bipolar,
): Node {
  const rest = { window, groups: 1, weights: weights(name, code), bias: false };
  return { op: "convolution", name, inputs: [input], outFeatures, ...rest };
}

export function maximum(name: string, input: string, window: Window | "all"): Node {
  return { op: "pool", name, inputs: [input], take: "maximum", window };
}

export function classifier(
  input: Omit<MapInput, "name" | "kind">,
  nodes: readonly Node[],
): ClassificationDescription {
  const inputs = [{ name: "image", kind: "map", ...input } as const];
  const output = nodes.at(-1)?.name ?? "";
  return { name: "network", task: "classification", graph: { inputs, nodes, output } };
}

/** Random numbers for a description: bits that pad rows 0, thresholds rising about 0. */
export function drawModel(description: ClassificationDescription, seed: number): PackedModel {
  const random = createRandom(seed);
  const tensors = new Map<string, Tensor>();
  for (const [name, { dtype, shape, columns = 0 }] of tensorsOf(description)) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (dtype === "U32") {
      const words = wordsPerRow(columns);
      const data = Uint32Array.from({ length: count }, (_, i) => {
        const bits = Math.min(32, Math.max(0, columns - 32 * (i % words)));
        return bits === 32 ? random.nextUint32() : random.nextUint32() & (2 ** bits - 1);
      });
      tensors.set(name, { dtype, shape, data });
    } else if (dtype === "I32") {
      const perRow = shape[1] ?? 1;
      const data = new Int32Array(count).map(() => random.integer(-3, 3));
      for (let i = 0; i < count; i += perRow) data.subarray(i, i + perRow).sort();
      tensors.set(name, { dtype, shape, data });
    } else if (dtype === "I8") {
      const data = new Int8Array(count).map(() => random.integer(-128, 127));
      tensors.set(name, { dtype, shape, data });
    } else throw new RangeError(`drawModel: no numbers of ${dtype}`);
  }
  return { description, tensors, metadata: {} };
}

/** Images of random bytes. */
export function drawImages(count: number, length: number, seed: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => Array.from({ length }, () => random.integer(0, 255)));
}

/** What the reference says. */
export function referenceOf(
  { description, tensors }: PackedModel,
  images: readonly (readonly number[])[],
): number[][] {
  if (description.task !== "classification") throw new RangeError("referenceOf: no classifier");
  const { graph } = description;
  const [input] = graph.inputs;
  if (input.kind !== "map") throw new RangeError("referenceOf: no map");
  const { height, width, features } = input;
  return images.map((image) => {
    const x = matrix(height * width, features, (row, column) => image[row * features + column]);
    return [...evaluateGraph({ tensors }, graph, new Map([[input.name, x]])).data];
  });
}
