import { readFileSync, statSync } from "node:fs";
import { type CheckedModel, numbersAt, readModel, tensorsOfNode } from "@bnnkit/model";
import * as enDe from "@bnnkit/model-en-de";
import * as enDeW1a1 from "@bnnkit/model-en-de-w1a1";
import { loadTranslator, type Translator } from "@bnnkit/runtime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** The matrices that inputs are multiplied with, but for the table: query, key, value and output of each attention, two in
 *  each feed-forward block. A decoder layer has two attentions. */
const matrixCount = (encoderLayers: number, decoderLayers: number): number =>
  encoderLayers * (4 + 2) + decoderLayers * (4 + 4 + 2);

const matricesOf = (model: CheckedModel) =>
  model.graphs
    .flatMap(({ nodes }) => nodes)
    .filter(({ node }) => node.op === "dense" && node.weights.tensor === node.name);

interface Shipped {
  readonly shipped: typeof enDe | typeof enDeW1a1;
  readonly name: string;
  readonly layers: readonly [encoder: number, decoder: number];
  readonly translations: readonly (readonly [source: string, expected: string])[];
}

describe.each<Shipped>([
  {
    shipped: enDe,
    name: "en-de",
    layers: [6, 2],
    translations: [
      ["Where is my new car?", "Wo ist mein neues Auto?"],
      ["Tom wants to go to Boston tomorrow.", "Tom will morgen nach Boston gehen."],
    ],
  },
  {
    shipped: enDeW1a1,
    name: "en-de-w1a1",
    layers: [3, 3],
    translations: [
      ["Where is my new car?", "Wo ist mein neues Auto?"],
      ["Tom wants to go to Boston tomorrow.", "Tom will morgen nach Boston gehen."],
    ],
  },
])("$name", ({ shipped: { modelUrl, tokenizerUrl }, layers, translations }) => {
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

  test("has all its matrices in ±1", () => {
    const matrices = matricesOf(model);
    expect(matrices).toHaveLength(matrixCount(...layers));
    for (const typed of matrices) {
      if (typed.node.op !== "dense") throw new Error("not dense");
      for (const { digit } of typed.node.weights.code) expect(digit).toBe("bipolar");
      for (const [tensor, { dtype }] of tensorsOfNode(typed)) {
        if (tensor.endsWith(".bits")) expect(dtype).toBe("U32");
      }
    }
  });

  test("names those whose text it was trained on", () => {
    expect(model.metadata.source).toMatch(/Tatoeba and its contributors.*CC-BY 2\.0 FR/);
    expect(model.metadata.source).toMatch(/LibreOffice contributors.*MPL-2\.0/);
  });

  test.each(translations)("translates %j", async (source, expected) => {
    const translation = await translator.translate(source);
    expect(translation.text).toBe(expected);
  });
});

test("the inputs of the matrices are one bit in the one, int8 in the other", () => {
  const digitsOf = (url: URL): Set<string> => {
    const inputs = matricesOf(readModel(readFileSync(url))).map((typed) => numbersAt(typed, 0));
    return new Set(inputs.flatMap(({ code }) => code.map(({ digit }) => digit)));
  };
  expect(digitsOf(enDeW1a1.modelUrl)).toEqual(new Set(["bipolar"]));
  expect(digitsOf(enDe.modelUrl)).toEqual(new Set(["int8"]));
});
