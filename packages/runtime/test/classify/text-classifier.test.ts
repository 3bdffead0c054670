import { createKernels, type Isa } from "@bnnkit/kernels";
import { type PackedModel, writeModel } from "@bnnkit/model";
import { evaluateGraph } from "@bnnkit/model/reference";
import { describe, expect, test } from "vitest";
import {
  createTextClassifier,
  loadClassifier,
  loadTextClassifier,
  textIds,
  verify,
} from "../../src/index.ts";
import { readTokenizer } from "../../src/text/tokenizer.ts";

const vocab = { "<pad>": 0, "<s>": 1, "</s>": 2, "<unk>": 3, fine: 4, poor: 5 };
const file = {
  model: { type: "WordLevel", vocab, unk_token: "<unk>" },
  pre_tokenizer: { type: "Whitespace" },
};
const tokenizer = readTokenizer(file);
const tokens = { vocabularySize: 6, padding: 0, begin: 1, end: 2 } as const;
const text = { tokens, maximumLength: 6 } as const;

/** Scores are rows of a table: words of praise have the first, words of blame the second. */
function judge(take: "first" | "mean", code: "float32" | "bipolar" = "float32"): PackedModel {
  const rows = [0, 0, 0, 0, 0, 0, 0, 0, 1, -1, -1, 1];
  return {
    description: {
      name: "judgement",
      task: "classification",
      labels: ["praise", "blame"],
      text,
      graph: {
        inputs: [{ name: "text", kind: "ids", count: 6 }],
        nodes: [
          {
            op: "embedding",
            name: "words",
            inputs: ["text"],
            features: 2,
            multiplier: 1,
            table: {
              tensor: "t",
              code: [code === "float32" ? { digit: code } : { digit: code, scale: "row" }],
            },
          },
          { op: "pool", name: "scores", inputs: ["words"], take, window: "all" },
        ],
        output: "scores",
      },
    },
    tensors:
      code === "float32"
        ? new Map([["t.weights", { dtype: "F32", shape: [6, 2], data: Float32Array.from(rows) }]])
        : new Map([
            // −1 is a set bit, the first one in bit 0.
            ["t.bits", { dtype: "U32", shape: [6, 4], data: wordsOf([0, 0, 0, 0, 0b10, 0b01]) }],
            [
              "t.scales",
              { dtype: "F32", shape: [6], data: Float32Array.of(0, 0, 0, 0, 0.5, 0.25) },
            ],
          ]),
    metadata: {},
  };
}

function wordsOf(first: readonly number[]): Uint32Array {
  return Uint32Array.from(first.flatMap((word) => [word, 0, 0, 0]));
}

const instructionSets: readonly Isa[] = ["js", "wasm-simd128"];

describe.each(instructionSets)("on %s", (isa) => {
  test("a text has the class whose score is greatest, alone and in a list", async () => {
    using kernels = await createKernels({ isa });
    using classifier = createTextClassifier(judge("mean"), tokenizer, kernels);
    expect(classifier.outputs).toBe(2);
    const [first, second] = await classifier.classify(["a fine day", "poor poor fine"]);
    expect(first).toMatchObject({ class: 0, label: "praise" });
    expect(first?.score).toBeCloseTo(1 / 5, 6); // of <s>, a, fine, day, </s>
    expect(second).toMatchObject({ class: 1, label: "blame" });
    expect(await classifier.classify("a fine day")).toEqual(first);
    expect(await classifier.classify([])).toEqual([]);
  });

  test.each(["first", "mean"] as const)(
    "the %s of rows is that of the definition, for any batch",
    async (take) => {
      const model = judge(take);
      const { description } = model;
      if (description.task !== "classification") throw new Error("no classifier");
      using kernels = await createKernels({ isa });
      using classifier = createTextClassifier(model, tokenizer, kernels);
      const texts = Array.from({ length: 900 }, (_, i) =>
        Array.from({ length: 1 + (i % 6) }, (__, j) => (7 * i + 3 * j) % 6),
      );
      const done: number[] = [];
      const scores = await classifier.scoresOfIds(texts, {
        onProgress: (progress) => done.push(progress.done),
      });
      expect(done.length).toBeGreaterThan(1);
      expect(done.at(-1)).toBe(900);
      for (const i of [0, 1, 5, 6, 700, 899]) {
        const ids = texts[i] ?? [];
        const data = Float64Array.from(ids);
        const rows = { rows: ids.length, columns: 1, data };
        const expected = evaluateGraph(model, description.graph, new Map([["text", rows]]));
        expect(scores[2 * i]).toBeCloseTo(expected.data[0] ?? Number.NaN, 6);
        expect(scores[2 * i + 1]).toBeCloseTo(expected.data[1] ?? Number.NaN, 6);
      }
    },
  );

  test("a table of one bit has signs and a scale for each word", async () => {
    using kernels = await createKernels({ isa });
    using classifier = createTextClassifier(judge("first", "bipolar"), tokenizer, kernels);
    expect([...(await classifier.scoresOfIds([[4], [5], [0]]))]).toEqual([
      0.5, -0.5, -0.25, 0.25, 0, 0,
    ]);
  });
});

test("ids: begin and end once, of a long text as many tokens as fit, of none just these", () => {
  expect(textIds(tokenizer, "fine poor", text)).toEqual([1, 4, 5, 2]);
  expect(textIds(tokenizer, "", text)).toEqual([1, 2]);
  expect(textIds(tokenizer, "fine ".repeat(50_000), text)).toEqual([1, 4, 4, 4, 4, 2]);
  // Half of a character is some word, too.
  expect(textIds(tokenizer, "fine \ud800 ä̈", text)[1]).toBe(4);
  const template = { type: "TemplateProcessing", special_tokens: special(), single: ends(true) };
  const both = readTokenizer({ ...file, post_processor: template });
  expect(textIds(both, "fine", text)).toEqual([1, 4, 2]);
});

function ends(withBegin: boolean): readonly object[] {
  const begin = { SpecialToken: { id: "<s>", type_id: 0 } };
  const end = { SpecialToken: { id: "</s>", type_id: 0 } };
  return [...(withBegin ? [begin] : []), { Sequence: { id: "A", type_id: 0 } }, end];
}

function special(): object {
  return {
    "<s>": { id: "<s>", ids: [1], tokens: ["<s>"] },
    "</s>": { id: "</s>", ids: [2], tokens: ["</s>"] },
  };
}

test("what is wrong is named", async () => {
  const bytes = writeModel(judge("mean"));
  using classifier = await loadTextClassifier(bytes, file);
  await expect(classifier.scoresOfIds([[1], [6]])).rejects.toThrow(
    "texts[1][0] must be a token id below 6, got 6",
  );
  await expect(classifier.scoresOfIds([[]])).rejects.toThrow(
    "texts[0] must have 1 to 6 tokens, got 0",
  );
  await expect(classifier.scores(JSON.parse('["a", 3]'))).rejects.toThrow(
    "texts[1] must be a string, got number",
  );
  await expect(loadClassifier(bytes)).rejects.toThrow("loadTextClassifier loads those");
  const { "<unk>": _, ...fewer } = vocab;
  const other = { ...file, model: { ...file.model, vocab: { ...fewer, "<unk>": 6 } } };
  await expect(loadTextClassifier(bytes, other)).rejects.toThrow(
    "loadTextClassifier: the tokenizer's vocabulary size (7) must equal the model's (6)",
  );
  // Without golden examples nothing has been shown.
  expect((await verify(classifier)).passed).toBe(false);
  classifier.dispose();
  await expect(classifier.classify("fine")).rejects.toThrow("it has been disposed of");
});

test("numbers are no classes", async () => {
  const { description, ...rest } = judge("mean");
  if (description.task !== "classification") throw new Error("no classifier");
  const { labels: __, ...numbers } = description;
  using kernels = await createKernels();
  const model = { ...rest, description: { ...numbers, task: "regression" } as const };
  using scorer = createTextClassifier(model, tokenizer, kernels);
  expect([...(await scorer.scores(["fine"]))].map((x) => Math.round(3 * x))).toEqual([1, -1]);
  await expect(scorer.classify("fine")).rejects.toThrow("gives numbers and no classes");
});
