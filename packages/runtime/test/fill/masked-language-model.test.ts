import { float32 } from "@bnnkit/core";
import { goldenRunTensors, type PackedModel, type Tensor, writeModel } from "@bnnkit/model";
import { expect, test } from "vitest";
import {
  createKernels,
  createMaskedLanguageModel,
  loadLanguageModel,
  loadMaskedLanguageModel,
  verify,
} from "../../src/index.ts";
import { readTokenizer } from "../../src/text/index.ts";

const words = ["<pad>", "<s>", "</s>", "<mask>", " a", " cat", " dog", " sat", ".", "<unk>"];
const vocabularySize = words.length;
const tokens = { vocabularySize, padding: 0, begin: 1, end: 2, mask: 3 } as const;
const tokenizer = {
  added_tokens: words.slice(0, 4).map((content, id) => ({ id, content, special: true })),
  normalizer: { type: "Prepend", prepend: " " },
  pre_tokenizer: {
    type: "Split",
    pattern: { Regex: " ?[a-z]+|\\." },
    behavior: "Isolated",
    invert: false,
  },
  decoder: {
    type: "Sequence",
    decoders: [{ type: "Fuse" }, { type: "Strip", content: " ", start: 1, stop: 0 }],
  },
  model: {
    type: "WordLevel",
    vocab: Object.fromEntries(words.map((word, id) => [word, id])),
    unk_token: "<unk>",
  },
};

/** The scores of each word are those of the table's row: of the mask ln 4 for " cat", ln 2 for " dog", 0 for the 8 others. */
function maskedModel(predicts: "next" | "masked" = "masked"): PackedModel {
  const table = new Float32Array(vocabularySize ** 2);
  table[3 * vocabularySize + 5] = Math.log(4);
  table[3 * vocabularySize + 6] = Math.log(2);
  const identity = Float32Array.from({ length: vocabularySize ** 2 }, (_, i) =>
    Number(i % (vocabularySize + 1) === 0),
  );
  const f32 = (data: Float32Array): Tensor => ({
    ...{ dtype: "F32", shape: [vocabularySize, vocabularySize], data },
  });
  return {
    description: {
      name: "gaps",
      task: "language-model",
      predicts,
      text: { tokens, maximumLength: 8 },
      graph: {
        inputs: [{ name: "text", kind: "ids", count: vocabularySize }],
        nodes: [
          {
            ...{ op: "embedding", name: "x", inputs: ["text"], features: vocabularySize },
            ...{ multiplier: 1, table: { tensor: "x", code: float32 } },
          },
          {
            ...{ op: "dense", name: "logits", inputs: ["x"], outFeatures: vocabularySize },
            ...{ weights: { tensor: "w", code: float32 }, bias: false },
          },
        ],
        output: "logits",
      },
    },
    tensors: new Map([
      ["x.weights", f32(table)],
      ["w.weights", f32(identity)],
      ...goldenRunTensors(
        [
          {
            inputs: new Map([["text", { dtype: "I32", shape: [1], data: Int32Array.of(3) }]]),
            output: table.slice(3 * vocabularySize, 4 * vocabularySize),
          },
        ],
        vocabularySize,
      ),
    ]),
    metadata: {},
  };
}

test("masks are filled in with the likeliest tokens, alone and among others", async () => {
  using model = await loadMaskedLanguageModel(writeModel(maskedModel()), tokenizer);
  const one = await model.fill("a [MASK] sat.", { topK: 2 });
  expect(one.text).toBe("a cat sat.");
  expect(one.masks).toHaveLength(1);
  const [first, second] = one.masks[0];
  expect(first).toMatchObject({ token: 5, text: " cat" });
  expect(first.probability).toBeCloseTo(4 / 14, 6);
  expect(second).toMatchObject({ token: 6, text: " dog" });
  expect(second.probability).toBeCloseTo(2 / 14, 6);
  const [other, again] = await model.fill(["? ? sat", "a ? sat."], { mask: "?", topK: 2 });
  expect(other.text).toBe("cat cat sat");
  expect(other.masks.map(([{ text }]) => text)).toEqual(["cat", " cat"]);
  expect(again).toEqual(one);
  expect(await model.fill([])).toEqual([]);
  expect((await verify(model)).passed).toBe(true);
  expect(model.explainLayers().map(({ name }) => name)).toEqual(["x", "logits"]);
});

test("the mask is in the ids, its spelling in no text; more of them than one batch", async () => {
  using kernels = await createKernels({ isa: "js" });
  using model = createMaskedLanguageModel(maskedModel(), readTokenizer(tokenizer), kernels);
  expect((await model.scores([1, 3, 2])).subarray(vocabularySize + 4, vocabularySize + 7)).toEqual(
    Float32Array.of(0, Math.log(4), Math.log(2)),
  );
  const many = Array.from({ length: 900 }, () => "a _");
  const all = await model.fill(many, { mask: "_", topK: 1 });
  expect(new Set(all.map(({ text }) => text))).toEqual(new Set(["a cat"]));
});

test("what is wrong is named", async () => {
  const bytes = writeModel(maskedModel());
  const model = await loadMaskedLanguageModel(bytes, tokenizer);
  await expect(model.fill("a cat")).rejects.toThrow('fill: text must have a "[MASK]", got "a cat"');
  await expect(model.fill("a a a a a a [MASK]")).rejects.toThrow(
    "text must have its 1 masks among the 6 tokens that the model reads, got 0 there",
  );
  await expect(model.fill("[MASK]", { topK: 0 })).rejects.toThrow("fill: topK must be");
  await expect(model.fill(JSON.parse("7"))).rejects.toThrow("fill: text must be a text");
  await expect(model.scores([1, 99])).rejects.toThrow("texts[0][1] must be a token id below 10");
  await expect(model.fill("[MASK]", { signal: AbortSignal.abort("enough") })).rejects.toBe(
    "enough",
  );
  await expect(loadLanguageModel(bytes, tokenizer)).rejects.toThrow(
    "loadMaskedLanguageModel loads those",
  );
  await expect(loadMaskedLanguageModel(writeModel(maskedModel("next")), tokenizer)).rejects.toThrow(
    "loadLanguageModel loads those",
  );
  model.dispose();
  await expect(model.fill("[MASK]")).rejects.toThrow("it has been disposed of");
});
