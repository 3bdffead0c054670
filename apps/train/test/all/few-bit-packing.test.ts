import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de";
import * as w1a1 from "@bnnkit/model-en-de-w1a1";
import { expect, test } from "vitest";
import { fewBitPacking } from "../../src/all/few-bit-packing.ts";

test("the shipped model is packed again into its own size, with a table of five bits", async () => {
  const files = { model: fileURLToPath(modelUrl), tokenizer: fileURLToPath(tokenizerUrl) };
  expect(await fewBitPacking(files)).toEqual({
    sizeBytes: readFileSync(modelUrl).length + readFileSync(tokenizerUrl).length,
    tableBits: 5,
  });
});

test("a model of one-bit weights with scales is packed as ever", async () => {
  const model = fileURLToPath(w1a1.modelUrl);
  expect(await fewBitPacking({ model, tokenizer: fileURLToPath(w1a1.tokenizerUrl) })).toEqual({});
});
