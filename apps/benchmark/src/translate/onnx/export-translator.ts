import { checkModel, ofTask, type PackedModel, type TypedNode } from "@bnnkit/model";
import { GraphWriter } from "../../peers/graph-writer.ts";
import { headsOf, inputValue, type Lowering, lowerNode, splitHeads } from "./lower-nodes.ts";

/** A translator as two ONNX models in float32 for one sentence at a time. */
export interface OnnxTranslatorModel {
  /** `source`, `positions` → `keys N`, `values N`: what the decoder needs of a sentence. */
  readonly encoder: Uint8Array;
  /** `token`, `position`, the encoder's outputs, `past keys N`, `past values N` → `next` (the most probable token),
   *  `present keys N`, `present values N`. */
  readonly step: Uint8Array;
  readonly layout: OnnxTranslatorLayout;
}

/** What a caller of the two models must know. */
export interface OnnxTranslatorLayout {
  readonly begin: number;
  readonly end: number;
  /** Names of the attention nodes over the sentence, by the number N of their keys and values. */
  readonly crossAttentions: number;
  /** Heads and their features of each attention node over what has been said. */
  readonly selfAttentions: readonly { readonly heads: number; readonly headFeatures: number }[];
}

/**
 * Builds float32 ONNX models that do what a packed translator does.
 *
 * @param keepsBits  true: one-bit activations become ±1 in float32 times their scale, and the tokens come out the same.
 *   false: activations stay as they are, as in a model that never was one-bit: fewer operators, other tokens.
 * @throws RangeError for a model with nodes that have no float32 form here.
 */
export function exportTranslator(
  model: PackedModel,
  { keepsBits }: { readonly keepsBits: boolean },
): OnnxTranslatorModel {
  const checked = checkModel(model);
  const { begin, end } = ofTask(
    "exportTranslator",
    checked.description,
    "sequence-to-sequence",
  ).tokens;
  const [encoder, decoder] = checked.graphs;
  const sentenceNodes = new Set<string>();
  const available = new Set(["encoded"]);
  for (const { node } of decoder.nodes) {
    if (!node.inputs.every((input) => available.has(input))) continue;
    available.add(node.name);
    sentenceNodes.add(node.name);
  }
  const attentions = decoder.nodes.filter(isAttention);
  const cross = attentions.filter(({ node }) => available.has(node.inputs[1]));
  const self = attentions.filter(({ node }) => !available.has(node.inputs[1]));
  return {
    encoder: exportEncoder(model, {
      keepsBits,
      nodes: encoder.nodes,
      output: encoder.graph.output,
      sentenceNodes: decoder.nodes.filter(({ node }) => sentenceNodes.has(node.name)),
      cross,
    }),
    step: exportStep(model, {
      keepsBits,
      nodes: decoder.nodes.filter(({ node }) => !sentenceNodes.has(node.name)),
      output: decoder.graph.output,
      cross,
      self,
    }),
    layout: {
      begin,
      end,
      crossAttentions: cross.length,
      selfAttentions: self.map(headsOf),
    },
  };
}

function isAttention(typed: TypedNode): typed is TypedNode<"attention"> {
  return typed.node.op === "attention";
}

interface EncoderParts {
  readonly keepsBits: boolean;
  readonly nodes: readonly TypedNode[];
  readonly output: string;
  /** Nodes of the decoder that depend on the sentence only. */
  readonly sentenceNodes: readonly TypedNode[];
  readonly cross: readonly TypedNode<"attention">[];
}

function exportEncoder(model: PackedModel, parts: EncoderParts): Uint8Array {
  const writer = new GraphWriter();
  const source = writer.input("source", "int64", ["length"]);
  const lowering: Lowering = {
    model,
    writer,
    keepsBits: parts.keepsBits,
    rows: "positions",
    positions: writer.input("positions", "int64", ["length"]),
    keyValues: (node, { key, value }) => ({
      keys: splitHeads(lowering, node, key, "columns"),
      values: splitHeads(lowering, node, value, "rows"),
    }),
    values: new Map([["source", source]]),
    rowScales: new Map(),
  };
  for (const node of parts.nodes) lowerNode(lowering, node);
  lowering.values.set("encoded", inputValue(lowering, parts.output));
  for (const node of parts.sentenceNodes) lowerNode(lowering, node);
  parts.cross.forEach((typed, i) => {
    const { heads, headFeatures } = headsOf(typed);
    const [, key, value] = typed.node.inputs;
    const keys = splitHeads(lowering, typed, inputValue(lowering, key), "columns");
    const values = splitHeads(lowering, typed, inputValue(lowering, value), "rows");
    writer.output(keys, `keys ${i}`, "float32", [heads, headFeatures, "length"]);
    writer.output(values, `values ${i}`, "float32", [heads, "length", headFeatures]);
  });
  return writer.encode();
}

interface StepParts {
  readonly keepsBits: boolean;
  readonly nodes: readonly TypedNode[];
  readonly output: string;
  readonly cross: readonly TypedNode<"attention">[];
  readonly self: readonly TypedNode<"attention">[];
}

function exportStep(model: PackedModel, parts: StepParts): Uint8Array {
  const writer = new GraphWriter();
  const token = writer.input("token", "int64", [1]);
  const positions = writer.input("position", "int64", [1]);
  const lowering: Lowering = {
    model,
    writer,
    keepsBits: parts.keepsBits,
    rows: "one",
    positions,
    keyValues: (node, { key, value }) => {
      const among = parts.cross.indexOf(node);
      if (among >= 0) return sentenceKeyValues(writer, node, among);
      return cachedKeyValues(lowering, node, { key, value, index: parts.self.indexOf(node) });
    },
    // Keys and values of the sentence come as inputs, so their nodes have no value here.
    values: new Map([
      ["target", token],
      ...parts.cross.flatMap(
        ({
          node: {
            inputs: [, key, value],
          },
        }) => [[key, ""] as const, [value, ""] as const],
      ),
    ]),
    rowScales: new Map(),
  };
  for (const node of parts.nodes) lowerNode(lowering, node);
  const logits = inputValue(lowering, parts.output);
  const next = writer.emit("ArgMax", [logits], { axis: { int: -1 }, keepdims: { int: 0 } });
  writer.output(next, "next", "int64", [1]);
  return writer.encode();
}

function sentenceKeyValues(
  writer: GraphWriter,
  typed: TypedNode<"attention">,
  index: number,
): { keys: string; values: string } {
  const { heads, headFeatures } = headsOf(typed);
  return {
    keys: writer.input(`keys ${index}`, "float32", [heads, headFeatures, "length"]),
    values: writer.input(`values ${index}`, "float32", [heads, "length", headFeatures]),
  };
}

/** Appends this step's key and value to those of the steps before. */
function cachedKeyValues(
  lowering: Lowering,
  node: TypedNode<"attention">,
  { key, value, index }: { readonly key: string; readonly value: string; readonly index: number },
): { keys: string; values: string } {
  const { writer } = lowering;
  const { heads, headFeatures } = headsOf(node);
  const pastKeys = writer.input(`past keys ${index}`, "float32", [heads, headFeatures, "past"]);
  const pastValues = writer.input(`past values ${index}`, "float32", [heads, "past", headFeatures]);
  const keys = writer.emit("Concat", [pastKeys, splitHeads(lowering, node, key, "columns")], {
    axis: { int: 2 },
  });
  const values = writer.emit("Concat", [pastValues, splitHeads(lowering, node, value, "rows")], {
    axis: { int: 1 },
  });
  writer.output(keys, `present keys ${index}`, "float32", [heads, headFeatures, "present"]);
  writer.output(values, `present values ${index}`, "float32", [heads, "present", headFeatures]);
  return { keys, values };
}
