import { maximumInputs, maximumNodes } from "../decode-description.ts";
import type { DescriptionFields } from "../description-fields.ts";
import type { DescriptionV1, GraphV1, InputV1, NodeV1, WordsV1 } from "./description.ts";

/** Reads name, task and graphs of version 1; tokens and lengths are as in later versions, and left to them. */
export function decodeV1(fields: DescriptionFields): DescriptionV1 {
  const name = fields.text("name");
  fields.choice("task", ["sequence-to-sequence"]);
  const graphs = fields.object("graphs");
  const encoder = decodeGraph(graphs.object("encoder"));
  const decoder = decodeGraph(graphs.object("decoder"));
  graphs.end();
  return { name, graphs: { encoder, decoder } };
}

function decodeGraph(fields: DescriptionFields): GraphV1 {
  const graph = {
    inputs: fields.objects("inputs", maximumInputs).map(decodeInput),
    nodes: fields.objects("nodes", maximumNodes).map(decodeNode),
    output: fields.name("output"),
  };
  fields.end();
  return graph;
}

function decodeInput(fields: DescriptionFields): InputV1 {
  const kind = fields.choice("kind", ["tokens", "features"]);
  const name = fields.name("name");
  const input: InputV1 =
    kind === "tokens"
      ? { name, kind }
      : { name, kind, features: fields.positiveInteger("features") };
  fields.end();
  return input;
}

function decodeNode(fields: DescriptionFields): NodeV1 {
  const op = fields.choice("op", [
    "embedding",
    "sinusoidal-position",
    "layer-norm",
    "dense",
    "relu",
    "add",
    "attention",
    "logits",
  ]);
  const node = decodeOp(op, fields.name("name"), fields);
  fields.end();
  return node;
}

function decodeOp(op: NodeV1["op"], name: string, fields: DescriptionFields): NodeV1 {
  const inputs = (count: number) => ({ op, name, inputs: fields.names("inputs", count) });
  const features = () => fields.positiveInteger("features");
  const bits = (key: string) => fields.choice(key, [1, 32]);
  switch (op) {
    case "embedding":
      return {
        ...inputs(1),
        op,
        ...decodeWords(fields),
        multiplier: fields.positiveNumber("multiplier"),
      };
    case "sinusoidal-position":
      return {
        ...inputs(1),
        op,
        features: features(),
        maximumLength: fields.positiveInteger("maximumLength"),
      };
    case "layer-norm":
      return {
        ...inputs(1),
        op,
        features: features(),
        groups: fields.positiveInteger("groups"),
        epsilon: fields.positiveNumber("epsilon"),
      };
    case "dense":
      return {
        ...inputs(1),
        op,
        inFeatures: fields.positiveInteger("inFeatures"),
        outFeatures: fields.positiveInteger("outFeatures"),
        weightBits: bits("weightBits"),
        activationBits: bits("activationBits"),
        bias: fields.boolean("bias"),
      };
    case "relu":
      return { ...inputs(1), op, features: features() };
    case "add":
      return { ...inputs(2), op, features: features() };
    case "attention":
      return {
        ...inputs(3),
        op,
        heads: fields.positiveInteger("heads"),
        headFeatures: fields.positiveInteger("headFeatures"),
        causal: fields.boolean("causal"),
        bits: bits("bits"),
      };
    case "logits":
      return { ...inputs(1), op, ...decodeWords(fields) };
    default:
      return op satisfies never;
  }
}

function decodeWords(fields: DescriptionFields): WordsV1 {
  return {
    vocabularySize: fields.positiveInteger("vocabularySize"),
    features: fields.positiveInteger("features"),
    table: fields.name("table"),
    bits: fields.choice("bits", [8, 32]),
  };
}
