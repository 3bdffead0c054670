import { parseDescription, readModel, summarize, writeModel } from "@bnnkit/model";
import { evaluateLanguageModel } from "@bnnkit/model/reference";
import { createRandom } from "@bnnkit/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { type ReadCheckpoint, readCheckpoint } from "../../src/checkpoint/index.ts";
import { type BinarizationMethod, binarizeLanguageModel } from "../../src/post-training/index.ts";
import { smallGpt2 } from "../checkpoint/small-gpt2.ts";
import { smallLlama } from "../checkpoint/small-llama.ts";

/** Random texts; their model writes noise, too. */
const calibration = Array.from({ length: 6 }, (_, i) => {
  const { integer } = createRandom(i);
  return Array.from({ length: 14 }, () => integer(0, 18));
});

let gpt2: ReadCheckpoint;
let llama: ReadCheckpoint;
beforeAll(async () => {
  gpt2 = await readCheckpoint(smallGpt2().files);
  llama = await readCheckpoint(smallLlama().files);
});

/** Mean of the squared differences of log-probabilities. */
function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / a.length;
}

function distanceOf(read: ReadCheckpoint, method: BinarizationMethod, isCalibrated = true): number {
  const { model } = binarizeLanguageModel(read.model, {
    method,
    calibration: isCalibrated ? calibration : [],
  });
  const [text] = calibration;
  return distance(
    evaluateLanguageModel(model, text).data,
    evaluateLanguageModel(read.model, text).data,
  );
}

const methods: readonly BinarizationMethod[] = [
  { method: "round", bits: 2 },
  { method: "round", bits: 8, feedback: false },
  { method: "pb-llm", share: 0.1 },
  { method: "pb-llm", share: 0.5, metric: "magnitude" },
  { method: "pb-llm", share: 0, metric: "hessian-paper" },
  { method: "pb-llm", share: 1 },
  { method: "bi-llm" },
  { method: "arb-llm" },
  { method: "arb-llm", order: 2 },
  { method: "arb-rc" },
  { method: "nano-quant", bits: 1, iterations: 20 },
];

describe.each(methods)("$method $share$bits$order", (method) => {
  test("a file is written and read, with errors and bits of each layer", () => {
    for (const read of [gpt2, llama]) {
      const { model, layers } = binarizeLanguageModel(read.model, { method, calibration });
      const written = readModel(writeModel(model));
      const [text] = calibration;
      const few = evaluateLanguageModel(written, text);
      expect([...few.data].every(Number.isFinite)).toBe(true);
      for (const { weightError, outputError = 1, bitsPerWeight } of layers) {
        expect(weightError).toBeGreaterThanOrEqual(0);
        expect(outputError).toBeLessThan(1);
        expect(bitsPerWeight).toBeGreaterThan(0.5);
      }
    }
  });
});

test("eight bits of a weight are nearly floats; a salient share of all is; fewer bits are further off", () => {
  const [eight, four, two] = [8, 4, 2].map((bits) => distanceOf(gpt2, { method: "round", bits }));
  expect(eight).toBeLessThan(1e-3);
  expect(four).toBeGreaterThan(eight);
  expect(two).toBeGreaterThan(four);
  expect(distanceOf(gpt2, { method: "pb-llm", share: 1, feedback: false })).toBeLessThan(0.01);
});

test("bits of a weight count digits, masks and scales: 12 × 12 in PB-LLM with a tenth", () => {
  const { layers } = binarizeLanguageModel(gpt2.model, {
    method: { method: "pb-llm", share: 0.1, metric: "magnitude" },
  });
  const query = layers.find(({ name }) => name === "blocks/0/attention/query");
  // Signs, marks, four floats a row; bytes: above the number of index ⌊144 · 0.9⌋ = 129 of rising ones are 14.
  expect(query?.bitsPerWeight).toBeCloseTo((144 + 144 + 14 * 8 + 12 * 4 * 32) / 144, 10);
  const signs = binarizeLanguageModel(gpt2.model, { method: { method: "arb-rc" } });
  expect(signs.layers[0].bitsPerWeight).toBeCloseTo((144 + 24 * 32) / 144, 10);
});

test("calibration on what layers before make of the texts is nearer than none", () => {
  const method = { method: "round", bits: 3 } as const;
  expect(distanceOf(llama, method)).toBeLessThan(distanceOf(llama, method, false));
});

test("the table of words as int8 is shared by what embeds and what scores", () => {
  const { model } = binarizeLanguageModel(gpt2.model, {
    method: { method: "round", bits: 8 },
    table: "int8",
  });
  expect(model.tensors.get("words.codes")?.dtype).toBe("I8");
  expect(model.tensors.has("words.weights")).toBe(false);
  const [text] = calibration;
  const [few, all] = [model, gpt2.model].map((m) => evaluateLanguageModel(m, text).data);
  expect(distance(few, all)).toBeLessThan(0.01);
});

test("a head of its own becomes int8, too", () => {
  const { model } = binarizeLanguageModel(llama.model, {
    method: { method: "round", bits: 8 },
    table: "int8",
  });
  expect([...model.tensors.keys()].filter((name) => name.endsWith(".codes")).sort()).toEqual([
    "scores.codes",
    "words.codes",
  ]);
});

test("the description is written and read; its summary counts one-bit weights", () => {
  const { model } = binarizeLanguageModel(llama.model, {
    method: { method: "bi-llm" },
    calibration,
  });
  expect(parseDescription(JSON.stringify(model.description))).toEqual(model.description);
  const { bipolar = 0 } = summarize(model).parameters;
  expect(bipolar).toBeGreaterThan(2 * (16 * 24 * 2 + 16 * 12 * 2 + 3 * 16 * 20));
});

test.each([
  [{ method: { method: "bi-llm" } }, '"bi-llm" needs calibration texts'],
  [{ method: { method: "round", bits: 9 } }, "bits must be an integer in 1 … 8, got 9"],
  [
    { method: { method: "round" }, calibration: [[1], []] },
    "calibration[1].length must be an integer in 1 … 16, got 0",
  ],
  [
    { method: { method: "round" }, calibration: [[1, 23]] },
    "calibration[0][1] must be an integer in 0 … 22, got 23",
  ],
  [{ method: { method: "round" }, isChosen: () => false }, "no layer of floats was chosen"],
] as const)("%#: is refused", (options, message) => {
  expect(() => binarizeLanguageModel(gpt2.model, options)).toThrow(message);
});
