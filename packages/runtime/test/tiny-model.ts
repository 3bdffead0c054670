import type { Graph, ModelDescription, Node, PackedModel } from "@bnnkit/model";
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

/** A small model with random weights; the same options give the same model. */
export function tinyModel(options: TinyModelOptions = {}): PackedModel {
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
  const description: ModelDescription = {
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
  nodes.push(layerNorm("enc/norm", x, sizes.features));
  return { inputs: [{ name: "source", kind: "tokens" }], nodes, output: "enc/norm" };
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
  nodes.push(layerNorm("dec/norm", x, features), {
    op: "logits",
    name: "logits",
    inputs: ["dec/norm"],
    features,
    vocabularySize,
    table: tied ? "table" : "output-table",
    bits,
  });
  return {
    inputs: [
      { name: "target", kind: "tokens" },
      { name: "encoded", kind: "features", features },
    ],
    nodes,
    output: "logits",
  };
}

function embedding(tokens: string, prefix: string, sizes: Sizes): Node[] {
  const { features, vocabularySize, tableBits: bits, maximumLength } = sizes;
  const name = `${prefix}/embedding`;
  const multiplier = Math.sqrt(features);
  return [
    {
      op: "embedding",
      name,
      inputs: [tokens],
      vocabularySize,
      features,
      multiplier,
      table: "table",
      bits,
    },
    {
      op: "sinusoidal-position",
      name: `${prefix}/position`,
      inputs: [name],
      features,
      maximumLength,
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
  nodes.push(layerNorm(`${prefix}/norm`, x, features));
  for (const role of ["query", "key", "value"]) {
    const input = role === "query" ? `${prefix}/norm` : (memory ?? `${prefix}/norm`);
    nodes.push(dense(`${prefix}/${role}`, input, [features, features], { ...sizes, bias: false }));
    nodes.push(layerNorm(`${prefix}/${role}-norm`, `${prefix}/${role}`, features, heads));
  }
  nodes.push(
    {
      op: "attention",
      name: `${prefix}/context`,
      inputs: [`${prefix}/query-norm`, `${prefix}/key-norm`, `${prefix}/value-norm`],
      heads,
      headFeatures: features / heads,
      causal,
      bits,
    },
    dense(`${prefix}/output`, `${prefix}/context`, [features, features], { ...sizes, bias: false }),
    layerNorm(`${prefix}/output-norm`, `${prefix}/output`, features),
    {
      op: "add",
      name: `${prefix}/local`,
      inputs: [`${prefix}/output-norm`, `${prefix}/context`],
      features,
    },
    { op: "add", name: `${prefix}/residual`, inputs: [x, `${prefix}/local`], features },
  );
  return `${prefix}/residual`;
}

/** x + LN(BiDense2(LN(relu(BiDense1(LN(x)) + b1))) + b2). */
function feedForwardBlock(nodes: Node[], x: string, prefix: string, sizes: Sizes): string {
  const { features, feedForwardFeatures: hidden } = sizes;
  nodes.push(
    layerNorm(`${prefix}/ff-norm`, x, features),
    dense(`${prefix}/ff1`, `${prefix}/ff-norm`, [features, hidden], { ...sizes, bias: true }),
    { op: "relu", name: `${prefix}/relu`, inputs: [`${prefix}/ff1`], features: hidden },
    layerNorm(`${prefix}/hidden-norm`, `${prefix}/relu`, hidden),
    dense(`${prefix}/ff2`, `${prefix}/hidden-norm`, [hidden, features], { ...sizes, bias: true }),
    layerNorm(`${prefix}/ff-output-norm`, `${prefix}/ff2`, features),
    { op: "add", name: `${prefix}/ff-residual`, inputs: [x, `${prefix}/ff-output-norm`], features },
  );
  return `${prefix}/ff-residual`;
}

function layerNorm(name: string, input: string, features: number, groups = 1): Node {
  return { op: "layer-norm", name, inputs: [input], features, groups, epsilon: 1e-6 };
}

function dense(
  name: string,
  input: string,
  [inFeatures, outFeatures]: readonly [number, number],
  {
    weightBits,
    activationBits,
    bias,
  }: Pick<Sizes, "weightBits" | "activationBits"> & { bias: boolean },
): Node {
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
