import { packBipolar, wordsPerRow } from "@bnnkit/core";
import { createRandom, type Random } from "@bnnkit/testing";
import {
  type DenseNode,
  goldenTensors,
  graphsOf,
  type ModelDescription,
  type Node,
  type PackedModel,
  type Tensor,
  tensorsOfNode,
} from "../src/index.ts";

/** Distinct sizes: a transposition or a mixed-up dimension cannot pass by luck. */
export const sizes = {
  vocabularySize: 11,
  features: 6,
  heads: 3,
  headFeatures: 2,
  inner: 5,
  maximumLength: 7,
} as const;

const { vocabularySize, features, heads, headFeatures, inner, maximumLength } = sizes;

/** An encoder and a decoder with at least one node of every op and every precision. */
export const smallDescription: ModelDescription = {
  name: "small",
  task: "sequence-to-sequence",
  graphs: {
    encoder: {
      inputs: [{ name: "source", kind: "tokens" }],
      nodes: [
        embedding("embedding", "source"),
        {
          op: "sinusoidal-position",
          name: "position",
          inputs: ["embedding"],
          features,
          maximumLength,
        },
        dense("encoder/in", "position", features, inner, 1, 1, true),
        { op: "relu", name: "relu", inputs: ["encoder/in"], features: inner },
        dense("encoder/out", "relu", inner, features, 1, 32, false),
        { op: "add", name: "sum", inputs: ["encoder/out", "position"], features },
        {
          op: "layer-norm",
          name: "encoder/norm",
          inputs: ["sum"],
          features,
          groups: 1,
          epsilon: 1e-6,
        },
      ],
      output: "encoder/norm",
    },
    decoder: {
      inputs: [
        { name: "target", kind: "tokens" },
        { name: "encoded", kind: "features", features },
      ],
      nodes: [
        embedding("embedding", "target"),
        dense("decoder/key", "encoded", features, features, 32, 32, true),
        {
          op: "layer-norm",
          name: "decoder/key-norm",
          inputs: ["decoder/key"],
          features,
          groups: heads,
          epsilon: 1e-6,
        },
        {
          op: "attention",
          name: "decoder/cross",
          inputs: ["embedding", "decoder/key-norm", "encoded"],
          heads,
          headFeatures,
          causal: false,
          bits: 32,
        },
        {
          op: "attention",
          name: "decoder/self",
          inputs: ["decoder/cross", "decoder/cross", "embedding"],
          heads,
          headFeatures,
          causal: true,
          bits: 1,
        },
        {
          op: "logits",
          name: "logits",
          inputs: ["decoder/self"],
          features,
          vocabularySize,
          table: "words",
          bits: 8,
        },
      ],
      output: "logits",
    },
  },
  tokens: { vocabularySize, padding: 0, begin: 1, end: 2, unknown: 3 },
  maximumLength,
};

function embedding(name: string, input: string): Node {
  return {
    op: "embedding",
    name,
    inputs: [input],
    vocabularySize,
    features,
    multiplier: Math.sqrt(features),
    table: "words",
    bits: 8,
  };
}

function dense(
  name: string,
  input: string,
  inFeatures: number,
  outFeatures: number,
  weightBits: 1 | 32,
  activationBits: 1 | 32,
  bias: boolean,
): DenseNode {
  return {
    op: "dense",
    name,
    inputs: [input],
    inFeatures,
    outFeatures,
    weightBits,
    activationBits,
    bias,
  };
}

/** A model of `smallDescription` with seeded numbers and two golden examples. */
export function smallModel(seed = 1): PackedModel {
  return {
    description: smallDescription,
    tensors: new Map([
      ...modelTensors(smallDescription, createRandom(seed)),
      ...goldenTensors([
        {
          source: Int32Array.of(4, 5, 2),
          target: Int32Array.of(1, 6, 2),
          logProbabilities: Float32Array.of(-0.5, -0.25),
        },
        {
          source: Int32Array.of(10),
          target: Int32Array.of(1, 2),
          logProbabilities: Float32Array.of(-1),
        },
      ]),
    ]),
    metadata: { licence: "CC0-1.0", source: "seeded random numbers; größer als „nichts“ 🙂" },
  };
}

/** Valid random tensors for every node of a description. */
export function modelTensors(
  description: ModelDescription,
  random: Random,
): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const { graph } of graphsOf(description)) {
    for (const node of graph.nodes) {
      for (const [name, { dtype, shape }] of tensorsOfNode(node)) {
        const count = shape.reduce((product, size) => product * size, 1);
        if (dtype === "F32") {
          const data = Float32Array.from({ length: count }, () => random.normal());
          tensors.set(name, { dtype, shape, data });
        } else if (dtype === "I8") {
          const data = Int8Array.from({ length: count }, () => random.integer(-127, 127));
          tensors.set(name, { dtype, shape, data });
        } else if (node.op === "dense") {
          tensors.set(name, packedWeights(node, random));
        }
      }
    }
  }
  return tensors;
}

function packedWeights({ outFeatures, inFeatures }: DenseNode, random: Random): Tensor {
  const signs = Int8Array.from({ length: outFeatures * inFeatures }, () => random.sign());
  const { words } = packBipolar(signs, outFeatures, inFeatures);
  return { dtype: "U32", shape: [outFeatures, wordsPerRow(inFeatures)], data: words };
}

/** The same model with one tensor replaced, or taken away. */
export function withTensor(model: PackedModel, name: string, tensor?: Tensor): PackedModel {
  const tensors = new Map(model.tensors);
  if (tensor === undefined) tensors.delete(name);
  else tensors.set(name, tensor);
  return { ...model, tensors };
}
