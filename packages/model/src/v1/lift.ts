import { type Code, float32 } from "@bnnkit/core";
import type { Graph } from "../graph.ts";
import type { Node } from "../node.ts";
import { rowCodes, rowSigns } from "../row-quantizers.ts";
import type { Weights } from "../weights.ts";
import type { AttentionV1, DenseV1, GraphV1, NodeV1, WordsV1 } from "./description.ts";

/** A graph of version 1 in the terms of today: the same tensors, the same arithmetic operation by operation.
 *  @param count  words of the vocabulary. */
export function liftGraph({ inputs, nodes, output }: GraphV1, count: number): Graph {
  const lifting = new Lifting();
  for (const node of nodes) lifting.add(liftNode(node, lifting));
  return {
    inputs: inputs.map((input) =>
      input.kind === "tokens"
        ? { name: input.name, kind: "ids", count }
        : { name: input.name, kind: "rows", features: input.features },
    ),
    nodes: lifting.nodes,
    output,
  };
}

/** The nodes so far. What one-bit and 8-bit products quantized inside is a node of its own now, once for all that read it. */
class Lifting {
  readonly nodes: Node[] = [];
  readonly #quantized = new Set<string>();

  add(node: Node): void {
    this.nodes.push(node);
  }

  signs(x: string, slices: number): string {
    return this.#once(rowSigns(x, slices));
  }

  codes(x: string): string {
    return this.#once(rowCodes(x));
  }

  #once(node: Node): string {
    if (!this.#quantized.has(node.name)) this.add(node);
    this.#quantized.add(node.name);
    return node.name;
  }
}

function liftNode(node: NodeV1, lifting: Lifting): Node {
  const { name } = node;
  const [x, y] = node.inputs;
  switch (node.op) {
    case "embedding": {
      const { features, multiplier } = node;
      const table = liftTable(node);
      return { op: "embedding", name, inputs: [x], features, multiplier, table };
    }
    case "sinusoidal-position": {
      const { maximumLength } = node;
      return { op: "position", name, inputs: [x], maximumLength, table: "sinusoidal" };
    }
    case "layer-norm": {
      const { groups, epsilon } = node;
      return { op: "layer-norm", name, inputs: [x], groups, epsilon };
    }
    case "relu":
      return { op: "activation", name, inputs: [x], function: "relu", shifts: false };
    case "add":
      return { op: "add", name, inputs: [x, y] };
    case "dense":
      return liftDense(node, lifting);
    case "attention":
      return liftAttention(node, lifting);
    case "logits":
      return {
        op: "dense",
        name,
        inputs: [node.bits === 8 ? lifting.codes(x) : x],
        outFeatures: node.vocabularySize,
        weights: liftTable(node),
        bias: false,
      };
    default:
      return node satisfies never;
  }
}

function liftDense(node: DenseV1, lifting: Lifting): Node {
  const { name, inputs, outFeatures, bias } = node;
  const x = node.activationBits === 1 ? lifting.signs(inputs[0], 1) : inputs[0];
  const code: Code = node.weightBits === 1 ? [{ digit: "bipolar", scale: "row" }] : float32;
  const weights = { tensor: name, code };
  return { op: "dense", name, inputs: [x], outFeatures, weights, bias };
}

function liftAttention({ name, inputs, heads, causal, bits }: AttentionV1, lifting: Lifting): Node {
  const operand = (x: string): string => (bits === 1 ? lifting.signs(x, heads) : x);
  return {
    op: "attention",
    name,
    inputs: [operand(inputs[0]), operand(inputs[1]), operand(inputs[2])],
    heads,
    causal,
    probabilities: { keep: bits === 1 ? "half-maximum" : "all" },
  };
}

function liftTable({ table: tensor, bits }: WordsV1): Weights {
  return { tensor, code: bits === 8 ? [{ digit: "int8", scale: "row" }] : float32 };
}
