import { readFileSync } from "node:fs";
import type { BipolarMatrix } from "@bnnkit/core";
import { createKernels, TapeBuilder } from "@bnnkit/kernels";
import { bgemm, signAndPack } from "@bnnkit/kernels/direct";
import { ofTask, type PackedModel, readModel } from "@bnnkit/model";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de-w1a1";
import { loadTranslator, verify } from "@bnnkit/runtime";
import { installTrainingBackend } from "@bnnkit/training-backend";
import { createTransformer, type ProductObservation, unpackModel } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { inventedSentences } from "./invented-sentences.ts";

let model: PackedModel;
let translator: Awaited<ReturnType<typeof loadTranslator>>;
let transformer: ReturnType<typeof createTransformer>;

beforeAll(async () => {
  await installTrainingBackend();
  const bytes = readFileSync(modelUrl);
  model = readModel(bytes);
  translator = await loadTranslator(bytes, readFileSync(tokenizerUrl, "utf8"));
  const { config, parameters } = unpackModel(model);
  const variables = Object.entries(parameters).map(
    ([name, { shape, values }]) => [name, tf.variable(tf.tensor(values, [...shape]))] as const,
  );
  transformer = createTransformer(config, new Map(variables));
});

const tokensOf = () => ofTask("test", model.description, "sequence-to-sequence").tokens;
const options = () => ({ step: 0, tokens: tokensOf(), embeddingBits: 8 as const });

test("the shipped one-bit model reproduces its golden examples", async () => {
  const report = await verify(translator.session);
  expect(report.examples.length).toBeGreaterThanOrEqual(3);
  expect(report.passed).toBe(true);
});

/** Every product of the training evaluation on some sentences. */
function observeProducts(): ProductObservation[] {
  const observations: ProductObservation[] = [];
  const sources = inventedSentences(8, 1).map((text) => translator.tokenizer.encode(text));
  const pairs = sources.map((source) => ({
    source,
    target: [tokensOf().begin, ...source],
  }));
  transformer.logProbabilities(pairs, { ...options(), observe: (o) => observations.push(o) });
  return observations;
}

test("every product of signs of the training evaluation is the packed one, exactly", () => {
  const observations = observeProducts().filter(({ node }) => node !== "decoder/logits");
  const dense = [...model.tensors.keys()].filter((name) => name.endsWith(".bits"));
  expect(new Set(observations.map(({ node }) => `${node}.bits`))).toEqual(new Set(dense));
  for (const { node, rows, input, dot } of observations) {
    const bits = model.tensors.get(`${node}.bits`);
    if (bits?.dtype !== "U32" || dot === undefined) throw new Error(`${node} is not one bit`);
    const cols = input.length / rows;
    const weights: BipolarMatrix = {
      kind: "bipolar",
      rows: bits.shape[0] ?? 0,
      cols,
      wordsPerRow: bits.shape[1] ?? 0,
      words: bits.data,
    };
    expect(bgemm(signAndPack(input, rows, cols), weights), node).toEqual(dot);
  }
});

test("the logits of the training evaluation are the packed ones, bit for bit", async () => {
  const logits = observeProducts().filter(({ node }) => node === "decoder/logits");
  expect(logits.length).toBeGreaterThan(0);
  const [codes, scales] = ["codes", "scales"].map((part) => model.tensors.get(`embedding.${part}`));
  if (codes?.dtype !== "I8" || scales?.dtype !== "F32") throw new Error("embedding is not int8");
  const [vocabularySize = 0, features = 0] = codes.shape;
  for (const { rows, input, output } of logits) {
    using kernels = await createKernels();
    const floats = (values: Float32Array): number => {
      const offset = kernels.allocate(4 * values.length);
      kernels.float32(offset, values.length).set(values);
      return offset;
    };
    const weights = kernels.allocate(codes.data.length);
    kernels.int8(weights, codes.data.length).set(codes.data);
    const count = kernels.allocate(4);
    kernels.int32(count, 1)[0] = rows;
    const [out, rowScales] = [floats(output), floats(new Float32Array(rows))];
    const quantized = { rows: count, codes: kernels.allocate(input.length), rowScales };
    const shape = { outFeatures: vocabularySize, inFeatures: features };
    const tape = new TapeBuilder(kernels)
      .quantizeInt8({ ...quantized, x: floats(input), features })
      .gemmInt8({ ...quantized, ...shape, weights, columnScales: floats(scales.data), out })
      .build();
    kernels.float32(out, output.length).fill(Number.NaN);
    kernels.run(tape);
    expect(kernels.float32(out, output.length)).toEqual(output);
  }
});

test("on 1,000 sentences greedy output is the same on at least 99 %", async () => {
  const sentences = inventedSentences(1000, 2);
  const sources = sentences.map((text) => translator.tokenizer.encode(text));
  const trained = transformer.greedyDecode(sources, { ...options(), maximumLength: 60 });
  const packed = await translator.session.translateIds(sources, { maximumLength: 60 });
  const same = trained.filter(
    (ids, i) => JSON.stringify(ids) === JSON.stringify(packed[i]?.[0]?.tokens),
  ).length;
  expect(same).toBeGreaterThanOrEqual(990);
});
