import { createKernels } from "@bnnkit/kernels";
import {
  checkModel,
  type Graph,
  type ModelDescription,
  type Node,
  type PackedModel,
} from "@bnnkit/model";
import { evaluateModel, rowOf } from "@bnnkit/model/reference";
import { expect, test } from "vitest";
import { lowerModel } from "../../src/compile/lower.ts";
import { WeightMemory } from "../../src/compile/weight-memory.ts";
import { createSession } from "../../src/session.ts";
import { generatedIds } from "../open-session.ts";
import { randomModel } from "../random-model.ts";

const features = 12;
const vocabularySize = 23;

const embedding = (name: string, tokens: string, table = "table"): Node => {
  const multiplier = 1.5;
  return {
    op: "embedding",
    name,
    inputs: [tokens],
    vocabularySize,
    features,
    multiplier,
    table,
    bits: 8,
  };
};
const position = (name: string, input: string): Node => {
  return { op: "sinusoidal-position", name, inputs: [input], features, maximumLength: 20 };
};
const norm = (name: string, input: string, groups = 1): Node => {
  return { op: "layer-norm", name, inputs: [input], features, groups, epsilon: 1e-6 };
};
const add = (name: string, a: string, b: string): Node => {
  return { op: "add", name, inputs: [a, b], features };
};
const relu = (name: string, input: string): Node => ({
  op: "relu",
  name,
  inputs: [input],
  features,
});
const dense = (name: string, input: string, bits: Partial<Node<"dense">> = {}): Node => ({
  op: "dense",
  name,
  inputs: [input],
  inFeatures: features,
  outFeatures: features,
  weightBits: 1,
  activationBits: 1,
  bias: true,
  ...bits,
});
const attention = (
  name: string,
  inputs: readonly [string, string, string],
  { causal = false, bits = 32 }: { causal?: boolean; bits?: 1 | 32 } = {},
): Node => ({ op: "attention", name, inputs, heads: 2, headFeatures: 6, causal, bits });
const logits: Node = {
  op: "logits",
  name: "logits",
  inputs: ["last"],
  features,
  vocabularySize,
  table: "out-table",
  bits: 32,
};

function describeModel(encoder: readonly Node[], decoder: readonly Node[]): ModelDescription {
  const graphs: { encoder: Graph; decoder: Graph } = {
    encoder: {
      inputs: [{ name: "s", kind: "tokens" }],
      nodes: encoder,
      output: encoder.at(-1)!.name,
    },
    decoder: {
      inputs: [
        { name: "encoded", kind: "features", features },
        { name: "t", kind: "tokens" },
      ],
      nodes: decoder,
      output: "logits",
    },
  };
  const tokens = { vocabularySize, padding: 0, begin: 1, end: 2 };
  return { name: "odd", task: "sequence-to-sequence", graphs, tokens, maximumLength: 20 };
}

async function expectReference(model: PackedModel): Promise<void> {
  using kernels = await createKernels();
  using session = createSession(model, kernels);
  const batch = [[5, 6, 7, 8, 9], [3], [11, 4, 4]];
  const options = { beamSize: 3, nBest: 3, maximumLength: 8 };
  const results = await session.translateIds(batch, options);
  results.forEach((list, i) => {
    expect(list.length).toBe(3);
    for (const hypothesis of list) {
      const expected = evaluateModel(model, batch[i]!, [1, ...hypothesis.tokens]);
      generatedIds(hypothesis).forEach((id, t) => {
        const difference = hypothesis.logProbabilities[t]! - rowOf(expected, t)[id]!;
        expect(Math.abs(difference)).toBeLessThan(2e-4);
      });
    }
  });
}

const plainEncoder = [embedding("e", "s"), norm("enc", "e")];
const plainDecoder = [embedding("d", "t"), norm("last", "d"), logits];

test("positions on what is no embedding, a relu and a norm by themselves, nodes that nobody reads", async () => {
  const encoder = [
    embedding("e", "s"),
    norm("n", "e"),
    dense("unread", "n"),
    position("p", "n"),
    relu("r", "p"),
    add("twice", "r", "r"),
    norm("enc", "twice", 3),
  ];
  const decoder = [
    embedding("d", "t"),
    position("dp", "d"),
    add("both", "d", "dp"),
    attention("a", ["both", "encoded", "encoded"]),
    add("last", "a", "both"),
    logits,
  ];
  await expectReference(randomModel(describeModel(encoder, decoder), 3));
});

test("causal attention in the encoder, key and value from one node, two attentions on one key", async () => {
  const encoder = [
    embedding("e", "s"),
    position("p", "e"),
    attention("a", ["p", "p", "p"], { causal: true }),
    norm("enc", "a"),
  ];
  const decoder = [
    embedding("d", "t"),
    position("dp", "d"),
    dense("k", "dp", { weightBits: 32, activationBits: 32 }),
    attention("a1", ["dp", "k", "k"], { causal: true }),
    attention("a2", ["a1", "k", "dp"], { causal: true, bits: 1 }),
    dense("w", "a2", { activationBits: 32, bias: false }),
    attention("cross", ["w", "encoded", "encoded"], { bits: 1 }),
    norm("last", "cross"),
    logits,
  ];
  await expectReference(randomModel(describeModel(encoder, decoder), 4));
});

test("what depends on the encoder alone is computed once, before the steps", async () => {
  const decoder = [
    embedding("d", "t"),
    dense("k", "encoded", { bias: false }),
    norm("kn", "k"),
    relu("v", "kn"),
    attention("cross", ["d", "kn", "v"]),
    norm("last", "cross"),
    logits,
  ];
  const model = checkModel(randomModel(describeModel(plainEncoder, decoder), 5));
  using kernels = await createKernels();
  const program = lowerModel(model, new WeightMemory(kernels, model));
  const nodes = (stream: "source" | "target") => program[stream].map(({ node }) => node);
  expect(nodes("source")).toEqual(["e", "enc", "enc", "k", "kn", "v"]);
  expect(nodes("target")).toEqual(["d", "cross", "last", "logits"]);
  expect(program.crossing.map(({ name }) => name)).toEqual(["kn", "v"]);
  await expectReference(model);
});

test("a decoder that attends to its own future is refused", async () => {
  using kernels = await createKernels();
  const decoder = [
    embedding("d", "t"),
    attention("self", ["d", "d", "d"]),
    norm("last", "self"),
    logits,
  ];
  const model = randomModel(describeModel(plainEncoder, decoder), 6);
  const before = kernels.mark();
  expect(() => createSession(model, kernels)).toThrow(/"self" of the decoder must be causal/);
  expect(kernels.mark()).toBe(before);
});

test("a decoder that ignores its source still runs", async () => {
  await expectReference(randomModel(describeModel(plainEncoder, plainDecoder), 7));
});
