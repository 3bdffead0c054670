import type { DescriptionFields } from "./description-fields.ts";
import type { Node, NodeOf, NodeOp } from "./node.ts";

/** Reads one node; every field is checked for kind and range, none may be left over. */
export function decodeNode(fields: DescriptionFields): Node {
  const op = fields.choice("op", nodeOps);
  const node = decoders[op](fields);
  fields.end();
  return node;
}

type Decoders = { readonly [Op in NodeOp]: (fields: DescriptionFields) => NodeOf<Op> };

const decoders: Decoders = {
  embedding: (fields) => ({
    op: "embedding",
    name: fields.name("name"),
    inputs: one(fields),
    vocabularySize: fields.positiveInteger("vocabularySize"),
    features: fields.positiveInteger("features"),
    multiplier: fields.positiveNumber("multiplier"),
    table: fields.name("table"),
    bits: fields.choice("bits", [8, 32]),
  }),
  "sinusoidal-position": (fields) => ({
    op: "sinusoidal-position",
    name: fields.name("name"),
    inputs: one(fields),
    features: fields.positiveInteger("features"),
    maximumLength: fields.positiveInteger("maximumLength"),
  }),
  "layer-norm": (fields) => ({
    op: "layer-norm",
    name: fields.name("name"),
    inputs: one(fields),
    features: fields.positiveInteger("features"),
    groups: fields.positiveInteger("groups"),
    epsilon: fields.positiveNumber("epsilon"),
  }),
  dense: (fields) => ({
    op: "dense",
    name: fields.name("name"),
    inputs: one(fields),
    inFeatures: fields.positiveInteger("inFeatures"),
    outFeatures: fields.positiveInteger("outFeatures"),
    weightBits: fields.choice("weightBits", [1, 32]),
    activationBits: fields.choice("activationBits", [1, 32]),
    bias: fields.boolean("bias"),
  }),
  relu: (fields) => ({
    op: "relu",
    name: fields.name("name"),
    inputs: one(fields),
    features: fields.positiveInteger("features"),
  }),
  add: (fields) => ({
    op: "add",
    name: fields.name("name"),
    inputs: two(fields),
    features: fields.positiveInteger("features"),
  }),
  attention: (fields) => ({
    op: "attention",
    name: fields.name("name"),
    inputs: three(fields),
    heads: fields.positiveInteger("heads"),
    headFeatures: fields.positiveInteger("headFeatures"),
    causal: fields.boolean("causal"),
    bits: fields.choice("bits", [1, 32]),
  }),
  logits: (fields) => ({
    op: "logits",
    name: fields.name("name"),
    inputs: one(fields),
    features: fields.positiveInteger("features"),
    vocabularySize: fields.positiveInteger("vocabularySize"),
    table: fields.name("table"),
    bits: fields.choice("bits", [8, 32]),
  }),
};

const nodeOps: readonly NodeOp[] = Object.keys(decoders).filter(isNodeOp);

function isNodeOp(key: string): key is NodeOp {
  return Object.hasOwn(decoders, key);
}

function one(fields: DescriptionFields): readonly [string] {
  const [x] = fields.names("inputs", 1);
  return [x];
}

function two(fields: DescriptionFields): readonly [string, string] {
  const [a, b] = fields.names("inputs", 2);
  return [a, b];
}

function three(fields: DescriptionFields): readonly [string, string, string] {
  const [query, key, value] = fields.names("inputs", 3);
  return [query, key, value];
}
