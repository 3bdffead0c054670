import { type Code, float32 } from "@bnnkit/core";
import {
  type Graph,
  type Node,
  type PackedModel,
  rowCodes,
  rowSigns,
  type SequenceToSequenceDescription,
  type Weights,
} from "@bnnkit/model";
import { randomModel } from "./random-model.ts";

/** The switches of a translation model in the layout of Zhang et al. 2023. */
export interface TinyModelOptions {
  readonly weightBits?: 1 | 32;
  readonly activationBits?: 1 | 32;
  readonly attentionBits?: 1 | 32;
  readonly tableBits?: 8 | 32;
  /** Whether logits share the table of the embeddings. A random tied model repeats one token for ever, so default false. */
  readonly tied?: boolean;
  readonly features?: number;
  readonly heads?: number;
  readonly feedForwardFeatures?: number;
  readonly layers?: number;
  readonly vocabularySize?: number;
  readonly maximumLength?: number;
  readonly tokenizerSha256?: string;
  readonly seed?: number;
}

type Sizes = Required<Omit<TinyModelOptions, "tokenizerSha256" | "seed">>;

/** A translation model in memory. */
export type TinyModel = PackedModel & { readonly description: SequenceToSequenceDescription };

/** A small model with random weights; the same options give the same model. */
export function tinyModel(options: TinyModelOptions = {}): TinyModel {
  const { tokenizerSha256, seed = 1, ...rest } = options;
  const sizes: Sizes = {
    weightBits: 1,
    activationBits: 1,
    attentionBits: 32,
    tableBits: 8,
    tied: false,
    features: 24,
    heads: 3,
    feedForwardFeatures: 40,
    layers: 2,
    vocabularySize: 31,
    maximumLength: 40,
    ...rest,
  };
  const description: SequenceToSequenceDescription = {
    name: "tiny",
    task: "sequence-to-sequence",
    graphs: { encoder: encoderGraph(sizes), decoder: decoderGraph(sizes) },
    tokens: {
      vocabularySize: sizes.vocabularySize,
      padding: 0,
      begin: 1,
      end: 2,
      ...(tokenizerSha256 !== undefined && { tokenizerSha256 }),
    },
    maximumLength: sizes.maximumLength,
  };
  return randomModel(description, seed);
}

function encoderGraph(sizes: Sizes): Graph {
  const nodes: Node[] = [...embedding("source", "enc", sizes)];
  let x = "enc/position";
  for (let layer = 0; layer < sizes.layers; layer++) {
    x = attentionBlock(nodes, { x, prefix: `enc/${layer}/self`, causal: false }, sizes);
    x = feedForwardBlock(nodes, x, `enc/${layer}`, sizes);
  }
  nodes.push(layerNorm("enc/norm", x));
  return {
    inputs: [{ name: "source", kind: "ids", count: sizes.vocabularySize }],
    nodes,
    output: "enc/norm",
  };
}

function decoderGraph(sizes: Sizes): Graph {
  const { features, vocabularySize, tableBits: bits, tied } = sizes;
  const nodes: Node[] = [...embedding("target", "dec", sizes)];
  let x = "dec/position";
  for (let layer = 0; layer < sizes.layers; layer++) {
    x = attentionBlock(nodes, { x, prefix: `dec/${layer}/self`, causal: true }, sizes);
    const prefix = `dec/${layer}/cross`;
    x = attentionBlock(nodes, { x, prefix, causal: false, memory: "encoded" }, sizes);
    x = feedForwardBlock(nodes, x, `dec/${layer}`, sizes);
  }
  nodes.push(layerNorm("dec/norm", x));
  if (bits === 8) nodes.push(rowCodes("dec/norm"));
  nodes.push({
    op: "dense",
    name: "scores",
    inputs: [bits === 8 ? "dec/norm.codes" : "dec/norm"],
    outFeatures: vocabularySize,
    weights: words(tied ? "table" : "output-table", bits),
    bias: false,
  });
  return {
    inputs: [
      { name: "target", kind: "ids", count: vocabularySize },
      { name: "encoded", kind: "rows", features },
    ],
    nodes,
    output: "scores",
  };
}

function words(tensor: string, bits: 8 | 32): Weights {
  return { tensor, code: bits === 8 ? [{ digit: "int8", scale: "row" }] : float32 };
}

function embedding(tokens: string, prefix: string, sizes: Sizes): Node[] {
  const { features, tableBits, maximumLength } = sizes;
  const name = `${prefix}/embedding`;
  const multiplier = Math.sqrt(features);
  return [
    {
      op: "embedding",
      name,
      inputs: [tokens],
      features,
      multiplier,
      table: words("table", tableBits),
    },
    {
      op: "position",
      name: `${prefix}/position`,
      inputs: [name],
      maximumLength,
      table: "sinusoidal",
    },
  ];
}

interface AttentionPlace {
  readonly x: string;
  readonly prefix: string;
  readonly causal: boolean;
  readonly memory?: string;
}

/** o = LN(BiDense(ctx)) + ctx; x + o, with q, k, v = LN_head(BiDense(LN(x))). */
function attentionBlock(nodes: Node[], place: AttentionPlace, sizes: Sizes): string {
  const { x, prefix, causal, memory } = place;
  const { features, heads, attentionBits: bits } = sizes;
  nodes.push(layerNorm(`${prefix}/norm`, x));
  for (const role of ["query", "key", "value"]) {
    const input = role === "query" ? `${prefix}/norm` : (memory ?? `${prefix}/norm`);
    pushDense(nodes, `${prefix}/${role}`, input, features, { ...sizes, bias: false });
    nodes.push(layerNorm(`${prefix}/${role}-norm`, `${prefix}/${role}`, heads));
  }
  const operand = (role: string): string => {
    const name = `${prefix}/${role}-norm`;
    return bits === 1 ? pushSigns(nodes, name, heads) : name;
  };
  nodes.push({
    op: "attention",
    name: `${prefix}/context`,
    inputs: [operand("query"), operand("key"), operand("value")],
    heads,
    causal,
    probabilities: { keep: bits === 1 ? "half-maximum" : "all" },
  });
  const size = { ...sizes, bias: false };
  pushDense(nodes, `${prefix}/output`, `${prefix}/context`, features, size);
  nodes.push(
    layerNorm(`${prefix}/output-norm`, `${prefix}/output`),
    { op: "add", name: `${prefix}/local`, inputs: [`${prefix}/output-norm`, `${prefix}/context`] },
    { op: "add", name: `${prefix}/residual`, inputs: [x, `${prefix}/local`] },
  );
  return `${prefix}/residual`;
}

/** x + LN(BiDense2(LN(relu(BiDense1(LN(x)) + b1))) + b2). */
function feedForwardBlock(nodes: Node[], x: string, prefix: string, sizes: Sizes): string {
  const { features, feedForwardFeatures: hidden } = sizes;
  nodes.push(layerNorm(`${prefix}/ff-norm`, x));
  pushDense(nodes, `${prefix}/ff1`, `${prefix}/ff-norm`, hidden, { ...sizes, bias: true });
  nodes.push(
    {
      op: "activation",
      name: `${prefix}/relu`,
      inputs: [`${prefix}/ff1`],
      function: "relu",
      shifts: false,
    },
    layerNorm(`${prefix}/hidden-norm`, `${prefix}/relu`),
  );
  pushDense(nodes, `${prefix}/ff2`, `${prefix}/hidden-norm`, features, { ...sizes, bias: true });
  nodes.push(layerNorm(`${prefix}/ff-output-norm`, `${prefix}/ff2`), {
    op: "add",
    name: `${prefix}/ff-residual`,
    inputs: [x, `${prefix}/ff-output-norm`],
  });
  return `${prefix}/ff-residual`;
}

function layerNorm(name: string, input: string, groups = 1): Node {
  return { op: "layer-norm", name, inputs: [input], groups, epsilon: 1e-6 };
}

/** Adds the signs of x, once for all readers. */
function pushSigns(nodes: Node[], x: string, slices = 1): string {
  const signs = rowSigns(x, slices);
  if (!nodes.some(({ name }) => name === signs.name)) nodes.push(signs);
  return signs.name;
}

/** A dense node, with the signs that it reads where activations are one bit. */
function pushDense(
  nodes: Node[],
  name: string,
  input: string,
  outFeatures: number,
  {
    weightBits,
    activationBits,
    bias,
  }: Pick<Sizes, "weightBits" | "activationBits"> & { readonly bias: boolean },
): void {
  const x = activationBits === 1 ? pushSigns(nodes, input) : input;
  const code: Code = weightBits === 1 ? [{ digit: "bipolar", scale: "row" }] : float32;
  const weights = { tensor: name, code };
  nodes.push({ op: "dense", name, inputs: [x], outFeatures, weights, bias });
}
