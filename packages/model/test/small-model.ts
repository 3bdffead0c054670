import { createRandom, type Random } from "@bnnkit/testing";
import {
  type AttentionNode,
  type DenseNode,
  type EmbeddingNode,
  goldenTranslationTensors,
  type LayerNormNode,
  type ModelDescription,
  type NodeTensor,
  type PackedModel,
  rowCodes,
  rowSigns,
  type SequenceToSequenceDescription,
  type Tensor,
  tensorsOf,
  type Weights,
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

const { vocabularySize, features, heads, inner, maximumLength } = sizes;

/** An encoder and a decoder as translation models have them, in every precision of theirs. */
export const smallDescription: SequenceToSequenceDescription = {
  name: "small",
  task: "sequence-to-sequence",
  graphs: {
    encoder: {
      inputs: [{ name: "source", kind: "ids", count: vocabularySize }],
      nodes: [
        embedding("embedding", "source"),
        {
          op: "position",
          name: "position",
          inputs: ["embedding"],
          maximumLength,
          table: "sinusoidal",
        },
        rowSigns("position"),
        dense("encoder/in", "position.signs", inner, bits("encoder/in"), true),
        {
          op: "activation",
          name: "relu",
          inputs: ["encoder/in"],
          function: "relu",
          shifts: false,
        },
        dense("encoder/out", "relu", features, bits("encoder/out"), false),
        { op: "add", name: "sum", inputs: ["encoder/out", "position"] },
        norm("encoder/norm", "sum", 1),
      ],
      output: "encoder/norm",
    },
    decoder: {
      inputs: [
        { name: "target", kind: "ids", count: vocabularySize },
        { name: "encoded", kind: "rows", features },
      ],
      nodes: [
        embedding("embedding", "target"),
        dense("decoder/key", "encoded", features, floats("decoder/key"), true),
        norm("decoder/key-norm", "decoder/key", heads),
        attention("decoder/cross", ["embedding", "decoder/key-norm", "encoded"], false),
        rowSigns("decoder/cross", heads),
        rowSigns("embedding", heads),
        {
          ...attention(
            "decoder/self",
            ["decoder/cross.head-signs", "decoder/cross.head-signs", "embedding.head-signs"],
            true,
          ),
          probabilities: { keep: "half-maximum" },
        },
        rowCodes("decoder/self"),
        dense("scores", "decoder/self.codes", vocabularySize, words(), false),
      ],
      output: "scores",
    },
  },
  tokens: { vocabularySize, padding: 0, begin: 1, end: 2, unknown: 3 },
  maximumLength,
};

function words(): Weights {
  return { tensor: "words", code: [{ digit: "int8", scale: "row" }] };
}

function bits(tensor: string): Weights {
  return { tensor, code: [{ digit: "bipolar", scale: "row" }] };
}

function floats(tensor: string): Weights {
  return { tensor, code: [{ digit: "float32" }] };
}

function embedding(name: string, input: string): EmbeddingNode {
  const multiplier = Math.sqrt(features);
  return { op: "embedding", name, inputs: [input], features, multiplier, table: words() };
}

function dense(
  name: string,
  input: string,
  outFeatures: number,
  weights: Weights,
  bias: boolean,
): DenseNode {
  return { op: "dense", name, inputs: [input], outFeatures, weights, bias };
}

function norm(name: string, input: string, groups: number): LayerNormNode {
  return { op: "layer-norm", name, inputs: [input], groups, epsilon: 1e-6 };
}

function attention(
  name: string,
  inputs: readonly [string, string, string],
  causal: boolean,
): AttentionNode {
  return { op: "attention", name, inputs, heads, causal, probabilities: { keep: "all" } };
}

/** A model of `smallDescription` with seeded numbers and two golden examples. */
export function smallModel(seed = 1): PackedModel & { description: typeof smallDescription } {
  return {
    description: smallDescription,
    tensors: new Map([
      ...modelTensors(smallDescription, createRandom(seed)),
      ...goldenTranslationTensors([
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
  return new Map(
    [...tensorsOf(description)].map(([name, spec]) => [name, randomTensor(name, spec, random)]),
  );
}

function randomTensor(name: string, spec: NodeTensor, random: Random): Tensor {
  const { dtype, shape, columns } = spec;
  const length = shape.reduce((product, size) => product * size, 1);
  switch (dtype) {
    case "F32": {
      const data = Float32Array.from({ length }, () => random.normal());
      return { dtype, shape, data: name.endsWith(".thresholds") ? rising(data, shape[1]) : data };
    }
    case "I8":
      return { dtype, shape, data: Int8Array.from({ length }, () => random.integer(-127, 127)) };
    case "I32": {
      const isIndex = /\.(mapping|connections)$/.test(name);
      const [least, most] = isIndex ? [0, mostOf(spec)] : [-40, 40];
      const data = Int32Array.from({ length }, () => random.integer(least, most));
      return { dtype, shape, data: name.endsWith(".thresholds") ? rising(data, shape[1]) : data };
    }
    case "U8":
      return { dtype, shape, data: Uint8Array.from({ length }, () => random.integer(0, 3)) };
    case "U32": {
      if (columns === undefined) {
        const most = mostOf(spec);
        return { dtype, shape, data: Uint32Array.from({ length }, () => random.integer(0, most)) };
      }
      const data = new Uint32Array(length);
      for (let row = 0; row < shape[0]; row++) {
        for (let k = 0; k < columns; k++) {
          if (random.sign() < 0) data[row * shape[1] + (k >>> 5)] |= 1 << (k & 31);
        }
      }
      return { dtype, shape, data };
    }
    default:
      return dtype satisfies never;
  }
}

/** The greatest number that a rule allows. */
function mostOf({ rule }: NodeTensor): number {
  let most = 0;
  while (rule?.holds(most + 1, undefined)) most++;
  return most;
}

function rising<A extends Float32Array | Int32Array>(data: A, perRow: number): A {
  for (let at = 0; at < data.length; at += perRow) data.subarray(at, at + perRow).sort();
  return data;
}

/** The same model with one tensor replaced, or taken away. */
export function withTensor<M extends PackedModel>(model: M, name: string, tensor?: Tensor): M {
  const tensors = new Map(model.tensors);
  if (tensor === undefined) tensors.delete(name);
  else tensors.set(name, tensor);
  return { ...model, tensors };
}
