import { createHash } from "node:crypto";
import { isInteger } from "@bnnkit/core";
import { graphsOf, readModel, summarize } from "@bnnkit/model";
import { loadTranslator, verify } from "@bnnkit/runtime";
import { readTokenizer } from "@bnnkit/runtime/text";
import { binarizeFrom, initializeParameters, type TransformerConfig } from "@bnnkit/transformer";
import { expect, test } from "vitest";
import { type ExportedModel, exportWeights } from "../../src/export/export-weights.ts";
import type { FewBits } from "../../src/export/few-bit-grids.ts";
import type { LoadedTokenizer } from "../../src/fit/load-data.ts";
import type { WeightsState } from "../../src/fit/run-state.ts";
import { trainBytePairs } from "../../src/tokenizer/byte-pair-encoding.ts";
import { formatTokenizerFile } from "../../src/tokenizer/tokenizer-file.ts";
import { countWords } from "../../src/tokenizer/word-counts.ts";
import { toyPairs } from "../toy-text.ts";

const json = formatTokenizerFile(trainBytePairs(countWords(toyPairs().flat()), { tokens: 60 }));
const tokenizer: LoadedTokenizer = {
  tokenizer: readTokenizer(json),
  special: { padding: 0, begin: 1, end: 2 },
  json,
  sha256: createHash("sha256").update(json).digest("hex"),
};
const model: TransformerConfig = {
  vocabularySize: tokenizer.tokenizer.vocabularySize,
  features: 128,
  heads: 4,
  feedForwardFeatures: 128,
  encoderLayers: 1,
  decoderLayers: 1,
  dropout: 0,
  maximumLength: 48,
  labelSmoothing: 0,
  extraNorms: true,
  binarize: binarizeFrom(false),
};
const weights: WeightsState = {
  kind: "weights",
  model,
  step: 5,
  score: 1,
  tokenizerSha256: tokenizer.sha256,
  parameters: Object.fromEntries(
    Object.entries(initializeParameters(model, 3)).map(([name, { values }]) => [name, values]),
  ),
};

function exported(
  budget: FewBits["budget"],
  calibration: FewBits["calibration"] = [],
  of: WeightsState = weights,
): Promise<ExportedModel> {
  return exportWeights(of, {
    name: "toy",
    tokenizer,
    embeddingBits: 5,
    goldenSources: toyPairs()
      .slice(0, 2)
      .map(([source]) => source),
    metadata: { licence: "CC0-1.0" },
    fewBits: { budget, calibration },
  });
}

/** Mean bits of the weights in matrices. */
function meanBits(bytes: Uint8Array): number {
  const products = graphsOf(readModel(bytes).description)
    .flatMap(({ graph }) => graph.nodes)
    .flatMap((node) => (node.op === "dense" && node.name !== "decoder/logits" ? node : []));
  for (const { weights } of products) expect(isInteger(weights.code)).toBe(true);
  // All of one size.
  return products.reduce((sum, { weights }) => sum + weights.code.length, 0) / products.length;
}

test("a model of three bits a weight runs, and gives its golden translations", async () => {
  const { bytes, golden } = await exported(
    { kind: "weight-bits", average: 3 },
    toyPairs().slice(0, 8),
  );
  expect(meanBits(bytes)).toBe(3);
  expect(golden).toBe(2);
  using translator = await loadTranslator(bytes, json);
  expect((await verify(translator.session)).passed).toBe(true);
  expect(summarize(readModel(bytes)).file.fileBytes).toBe(bytes.length);
});

test("a size is kept with the tokenizer, and used but for what golden examples may need", async () => {
  const size = 170_000;
  const { bytes } = await exported({ kind: "size", bytes: size });
  const all = bytes.length + Buffer.byteLength(json);
  expect(all).toBeLessThanOrEqual(size);
  // Golden examples of at most 16,384 bytes and one bit more of a matrix.
  expect(all).toBeGreaterThan(size - 16_384 - 2_048 - 2_048);
  expect(meanBits(bytes)).toBeGreaterThan(1);
});

test("a size that not even one bit a weight fits is refused with the figures", async () => {
  await expect(exported({ kind: "size", bytes: 30_000 })).rejects.toThrow(
    /^--size-bytes: with one bit a weight the model alone has \d+ bytes, -?\d+ are left for it$/,
  );
});

test("weights that were trained in one bit are refused", async () => {
  const oneBit = { ...weights, model: { ...model, binarize: binarizeFrom(2) } };
  await expect(exported({ kind: "weight-bits", average: 3 }, [], oneBit)).rejects.toThrow(
    "--weight-bits and --size-bytes are for weights that were trained in float",
  );
});
