import { readFileSync, statSync } from "node:fs";
import { type CheckedModel, numbersAt, readModel, tensorsOfNode } from "@bnnkit/model";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de";
import { loadTranslator, type Translator } from "@bnnkit/runtime";
import { afterAll, beforeAll, expect, test } from "vitest";

let model: CheckedModel;
let translator: Translator;

beforeAll(async () => {
  const bytes = readFileSync(modelUrl);
  model = readModel(bytes);
  translator = await loadTranslator(bytes, readFileSync(tokenizerUrl, "utf8"));
});
afterAll(() => translator.dispose());

test("has at most 5,000,000 bytes with its tokenizer", () => {
  expect(statSync(modelUrl).size + statSync(tokenizerUrl).size).toBeLessThanOrEqual(5_000_000);
});

test("has one-bit weights and inputs in every projection and feed-forward matrix", () => {
  const nodes = model.graphs.flatMap(({ nodes }) => nodes);
  const dense = nodes.filter(
    ({ node }) => node.op === "dense" && node.weights.tensor === node.name,
  );
  // query, key, value and output of each attention, and two feed-forward matrices; a decoder layer has two attentions
  expect(dense).toHaveLength(3 * (4 + 2) + 3 * (4 + 4 + 2));
  for (const typed of dense) {
    expect(numbersAt(typed, 0).code).toEqual([{ digit: "bipolar", scale: "row" }]);
    expect(tensorsOfNode(typed).get(`${typed.node.name}.bits`)?.dtype).toBe("U32");
  }
});

test("names those whose text it was trained on", () => {
  expect(model.metadata.source).toMatch(/Tatoeba and its contributors.*CC-BY 2\.0 FR/);
  expect(model.metadata.source).toMatch(/LibreOffice contributors.*MPL-2\.0/);
});

test.each([
  ["Where is my new car?", "Wo ist mein neues Auto?"],
  ["Select the cells that you want to copy.", "Wählen Sie die zu kopierenden Zellen aus."],
])("translates %j", async (source, expected) => {
  const translation = await translator.translate(source);
  expect(translation.text).toBe(expected);
});
