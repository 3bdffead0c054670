import { createKernels, type Isa } from "@bnnkit/kernels";
import { summarize } from "@bnnkit/model";
import { createMaskedLanguageModel, createTextClassifier, verify } from "@bnnkit/runtime";
import { createRandom } from "@bnnkit/testing";
import {
  batchOfTexts,
  type EncoderConfig,
  exportEncoder,
  fitQuantizers,
  floatPrecision,
  initializeEncoder,
  type Precision,
  parsePrecision,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";

beforeAll(() => tf.setBackend("cpu"));

const random = createRandom(3);
const base: EncoderConfig = {
  vocabularySize: 90,
  features: 48,
  heads: 2,
  feedForwardFeatures: 70,
  layers: 1,
  maximumLength: 30,
  outputs: 5,
  dropout: 0,
  normalization: "after",
  positions: "learned",
  pooling: "first",
  precision: floatPrecision,
};
const tokens = { vocabularySize: 90, padding: 0, begin: 1, end: 2 };

const texts = Array.from({ length: 5 }, (_, i) => [
  tokens.begin,
  ...Array.from({ length: (i * 8) % 28 }, () => random.integer(3, 89)),
  tokens.end,
]);

/** Nobody reads letters here. */
const tokenizer = {
  vocabularySize: 90,
  encode: (text: string) => Array.from(text, (letter) => 3 + ((letter.codePointAt(0) ?? 0) % 87)),
  decode: () => "",
  idOf: () => undefined,
  spellingOf: () => undefined,
};

const softmaxAware: Precision = { weights: 1, embedding: 32, activations: 1 };

const fewBits = { normalization: "before", pooling: "mean" } as const;

const variants: readonly (readonly [name: string, config: EncoderConfig])[] = [
  ["float", base],
  [
    "float, pre-LN, sinusoidal, mean",
    { ...base, normalization: "before", positions: "sinusoidal", pooling: "mean" },
  ],
  ["1-32-32 with a pooler", { ...base, precision: parsePrecision("1-32-32"), pooler: true }],
  ["1-1-1 with a pooler", { ...base, precision: parsePrecision("1-1-1"), pooler: true }],
  ["1-1-2", { ...base, precision: parsePrecision("1-1-2") }],
  ["1-32-4, pre-LN, mean", { ...base, ...fewBits, precision: parsePrecision("1-32-4") }],
  ["softmax-aware", { ...base, scheme: "softmax-aware", precision: softmaxAware }],
];
const instructionSets: readonly Isa[] = ["js", "wasm-simd128"];

describe.each(variants)("%s", (_, config) => {
  const model = () => {
    const start = initializeEncoder(config, 4);
    const parameters = fitQuantizers(config, start, batchOfTexts(texts, tokens.padding));
    return exportEncoder(config, parameters, { name: "text", tokens, golden: texts });
  };

  test.each(instructionSets)(
    "has the scores of training on %s, alone and among others",
    async (isa) => {
      using kernels = await createKernels({ isa });
      using classifier = createTextClassifier(model(), tokenizer, kernels);
      const report = await verify(classifier, { tolerance: 1e-4 });
      expect(report.examples.map(({ largestDifference }) => largestDifference)).toEqual(
        texts.map(() => expect.closeTo(0, 4)),
      );
      expect(report.passed).toBe(true);
      const together = await classifier.scoresOfIds(texts);
      for (const [i, text] of texts.entries()) {
        const alone = await classifier.scoresOfIds([text]);
        expect([...together.slice(5 * i, 5 * i + 5)]).toEqual([...alone]);
      }
    },
  );
});

test.each([
  ["float, pre-LN", { ...base, ...fewBits }],
  ["1-1-1, a table of one bit", { ...base, precision: parsePrecision("1-1-1") }],
] as const)("masked words, %s: the scores of training at every position", async (_, config) => {
  const start = initializeEncoder(config, 4);
  const parameters = fitQuantizers(config, start, batchOfTexts(texts, tokens.padding));
  const model = exportEncoder(config, parameters, {
    ...{ name: "gaps", task: "language-model", tokens: { ...tokens, mask: 3 }, golden: texts },
  });
  using kernels = await createKernels({ isa: "wasm-simd128" });
  using packed = createMaskedLanguageModel(model, tokenizer, kernels);
  const { passed, examples } = await verify(packed, { tolerance: 1e-4 });
  expect(passed).toBe(true);
  expect(examples.map(({ actual }) => actual.length / 90)).toEqual(texts.map((t) => t.length));
  const [first, second] = texts.slice(1);
  const together = await Promise.all([packed.scores(first), packed.scores(second)]);
  expect(together[1]).toEqual(await packed.scores(second));
});

test("an encoder of one bit multiplies bits, and its attention counts differences", async () => {
  const config: EncoderConfig = { ...base, precision: parsePrecision("1-1-1") };
  const model = exportEncoder(config, initializeEncoder(config, 4), {
    ...{ name: "text", tokens, golden: [] },
  });
  expect(summarize(model).binaryMacShare).toBeGreaterThan(0.9);
  using kernels = await createKernels({ isa: "js" });
  using classifier = createTextClassifier(model, tokenizer, kernels);
  await classifier.classify(["what", "why"]);
  const operations = classifier.explain().map(({ operation }) => operation);
  expect(operations).toContain("bitAttention");
  expect(operations).not.toContain("attention");
});
