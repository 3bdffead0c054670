import { type Code, float32 } from "@bnnkit/core";
import { createKernels } from "@bnnkit/kernels";
import {
  checkModel,
  type Graph,
  type Node,
  type PackedModel,
  rowSigns,
  type SequenceToSequenceDescription,
  type Weights,
} from "@bnnkit/model";
import { evaluateModel, rowOf } from "@bnnkit/model/reference";
import { expect, test } from "vitest";
import { WeightMemory } from "../../src/compile/weight-memory.ts";
import { lowerTranslation } from "../../src/decode/program.ts";
import { createTranslationSession } from "../../src/translate/translation-session.ts";
import { generatedIds } from "../open-session.ts";
import { randomModel } from "../random-model.ts";

const features = 12;
const vocabularySize = 23;

const embedding = (name: string, tokens: string): Node => ({
  op: "embedding",
  name,
  inputs: [tokens],
  features,
  multiplier: 1.5,
  table: { tensor: "table", code: [{ digit: "int8", scale: "row" }] },
});
const position = (name: string, input: string, table?: Weights): Node => {
  return {
    op: "position",
    name,
    inputs: [input],
    maximumLength: 20,
    table: table ?? "sinusoidal",
  };
};
const norm = (name: string, input: string, groups = 1): Node => {
  return { op: "layer-norm", name, inputs: [input], groups, epsilon: 1e-6 };
};
const add = (name: string, a: string, b: string): Node => ({ op: "add", name, inputs: [a, b] });
const relu = (name: string, input: string): Node => ({
  op: "activation",
  name,
  inputs: [input],
  function: "relu",
  shifts: false,
});
const scaledBit: Code = [{ digit: "bipolar", scale: "row" }];
const dense = (name: string, input: string, code: Code, bias = true): Node => ({
  op: "dense",
  name,
  inputs: [input],
  outFeatures: features,
  weights: { tensor: name, code },
  bias,
});
const attention = (
  name: string,
  inputs: readonly [string, string, string],
  { causal = false, bits = 32 }: { causal?: boolean; bits?: 1 | 32 } = {},
): Node => ({
  op: "attention",
  name,
  inputs,
  heads: 2,
  causal,
  probabilities: { keep: bits === 1 ? "half-maximum" : "all" },
});
const scores: Node = {
  op: "dense",
  name: "scores",
  inputs: ["last"],
  outFeatures: vocabularySize,
  weights: { tensor: "out-table", code: float32 },
  bias: false,
};

function describeModel(
  encoder: readonly Node[],
  decoder: readonly Node[],
): SequenceToSequenceDescription {
  const graphs: { encoder: Graph; decoder: Graph } = {
    encoder: {
      inputs: [{ name: "s", kind: "ids", count: vocabularySize }],
      nodes: encoder,
      output: encoder.at(-1)!.name,
    },
    decoder: {
      inputs: [
        { name: "encoded", kind: "rows", features },
        { name: "t", kind: "ids", count: vocabularySize },
      ],
      nodes: decoder,
      output: "scores",
    },
  };
  const tokens = { vocabularySize, padding: 0, begin: 1, end: 2 };
  return { name: "odd", task: "sequence-to-sequence", graphs, tokens, maximumLength: 20 };
}

async function expectReference(model: PackedModel): Promise<void> {
  using kernels = await createKernels();
  using session = createTranslationSession(model, kernels);
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
const plainDecoder = [embedding("d", "t"), norm("last", "d"), scores];

test("positions on what is no embedding, a relu and a norm by themselves, nodes that nobody reads", async () => {
  const encoder = [
    embedding("e", "s"),
    norm("n", "e"),
    rowSigns("n"),
    dense("unread", "n.signs", scaledBit),
    position("p", "n"),
    relu("r", "p"),
    add("twice", "r", "r"),
    norm("enc", "twice", 3),
  ];
  const decoder = [
    embedding("d", "t"),
    position("dp", "d", { tensor: "learned", code: float32 }),
    add("both", "d", "dp"),
    attention("a", ["both", "encoded", "encoded"]),
    add("last", "a", "both"),
    scores,
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
    dense("k", "dp", float32),
    attention("a1", ["dp", "k", "k"], { causal: true }),
    rowSigns("a1", 2),
    rowSigns("k", 2),
    rowSigns("dp", 2),
    attention("a2", ["a1.head-signs", "k.head-signs", "dp.head-signs"], { causal: true, bits: 1 }),
    dense("w", "a2", scaledBit, false),
    rowSigns("w", 2),
    rowSigns("encoded", 2),
    attention("cross", ["w.head-signs", "encoded.head-signs", "encoded.head-signs"], { bits: 1 }),
    norm("last", "cross"),
    scores,
  ];
  await expectReference(randomModel(describeModel(encoder, decoder), 4));
});

test("what depends on the encoder alone is computed once, before the steps", async () => {
  const decoder = [
    embedding("d", "t"),
    rowSigns("encoded"),
    dense("k", "encoded.signs", scaledBit, false),
    norm("kn", "k"),
    relu("v", "kn"),
    attention("cross", ["d", "kn", "v"]),
    norm("last", "cross"),
    scores,
  ];
  const model = checkModel(randomModel(describeModel(plainEncoder, decoder), 5));
  using kernels = await createKernels();
  const program = lowerTranslation(model, new WeightMemory(kernels, model));
  const nodes = (stream: "source" | "target") => program[stream].map(({ node }) => node);
  expect(nodes("source")).toEqual(["e", "enc", "encoded.signs", "k", "kn", "v"]);
  expect(nodes("target")).toEqual(["d", "cross", "last", "scores"]);
  expect(program.crossing.map(({ name }) => name)).toEqual(["kn", "v"]);
  await expectReference(model);
});

test("a decoder that attends to its own future is refused", async () => {
  using kernels = await createKernels();
  const decoder = [
    embedding("d", "t"),
    attention("self", ["d", "d", "d"]),
    norm("last", "self"),
    scores,
  ];
  const model = randomModel(describeModel(plainEncoder, decoder), 6);
  const before = kernels.mark();
  expect(() => createTranslationSession(model, kernels)).toThrow(
    /the decoder: node "self" \(attention\) must be causal/,
  );
  expect(kernels.mark()).toBe(before);
});

test("a decoder that ignores its source still runs", async () => {
  await expectReference(randomModel(describeModel(plainEncoder, plainDecoder), 7));
});

/** Nodes of the source in the order in which they run, with what they write. */
async function sourceOf(encoder: readonly Node[]): Promise<string[]> {
  const model = checkModel(randomModel(describeModel(encoder, plainDecoder), 8));
  using kernels = await createKernels();
  const { source } = lowerTranslation(model, new WeightMemory(kernels, model));
  await expectReference(model);
  return source.map(
    ({ node, writes }) => `${node}: ${writes.map(({ bytesPerRow }) => bytesPerRow)}`,
  );
}

const floats = 4 * features;
const bits = 4 * 4;

test("an embedding takes up positions, a product a ReLU, a norm an addend: one value less is written", async () => {
  const encoder = [
    embedding("e", "s"),
    position("p", "e"),
    rowSigns("p"),
    dense("d", "p.signs", scaledBit),
    relu("r", "d"),
    norm("n", "r"),
    add("enc", "n", "p"),
  ];
  expect(await sourceOf(encoder)).toEqual([
    `p: ${floats}`,
    `p.signs: ${bits},4`,
    `r: ${floats}`,
    `enc: ${floats}`,
  ]);
});

test("a norm of which only the signs are wanted is never written", async () => {
  const encoder = [
    embedding("e", "s"),
    norm("n", "e"),
    rowSigns("n"),
    dense("q", "n.signs", scaledBit),
    dense("k", "n.signs", scaledBit),
    add("sum", "q", "k"),
    norm("enc", "sum"),
  ];
  expect(await sourceOf(encoder)).toEqual([
    `e: ${floats}`,
    `n.signs: ${bits},4`,
    `q: ${floats}`,
    `k: ${floats}`,
    `sum: ${floats}`,
    `enc: ${floats}`,
  ]);
});

test("signs that a float product reads, too, are there in both forms", async () => {
  const encoder = [
    embedding("e", "s"),
    norm("n", "e"),
    rowSigns("n"),
    dense("q", "n.signs", scaledBit),
    dense("k", "n.signs", float32),
    add("sum", "q", "k"),
    norm("enc", "sum"),
  ];
  expect((await sourceOf(encoder)).slice(1, 4)).toEqual([
    `n: ${floats}`,
    `n.signs: ${bits},4`,
    `n.signs: ${floats}`,
  ]);
});

test("a value with two readers, or whose addend comes later, is written", async () => {
  const encoder = [
    embedding("e", "s"),
    position("p", "e"),
    norm("m", "e"),
    norm("n", "e"),
    add("twice", "n", "n"),
    add("both", "twice", "m"),
    norm("late", "both"),
    add("sum", "p", "late"),
    norm("enc", "sum"),
  ];
  expect((await sourceOf(encoder)).map((line) => line.split(":")[0])).toEqual([
    ...["e", "p", "p", "m", "n", "twice", "both", "sum", "enc"],
  ]);
});
