import { readFileSync } from "node:fs";
import { readModel, textOf } from "@bnnkit/model";
import { modelUrl, tokenizerUrl } from "@bnnkit/model-en-de-w1a1";
import { loadTranslator } from "@bnnkit/runtime";
import { expect, test } from "vitest";
import { loadOnnxruntimeWeb } from "../../src/peers/onnxruntime.ts";
import { exportTranslator } from "../../src/translate/onnx/export-translator.ts";
import { OnnxTranslator } from "../../src/translate/onnx/onnx-translator.ts";

test("the exported model says what the packed one says", { timeout: 120_000 }, async () => {
  const bytes = readFileSync(modelUrl);
  const model = readModel(bytes);
  const end = textOf(model.description)?.tokens.end ?? 0;
  const packed = await loadTranslator(bytes, readFileSync(tokenizerUrl, "utf8"));
  const exported = exportTranslator(model, { keepsBits: true });
  const translator = await OnnxTranslator.open(await loadOnnxruntimeWeb(1), exported);
  for (const sentence of ["Good morning.", "Where is my new car?"]) {
    const source = packed.tokenizer.encode(sentence);
    const [[hypothesis]] = await packed.session.translateIds([source]);
    const wanted = [...hypothesis!.tokens, end];
    const said: number[] = [];
    const onToken = (token: number) => said.push(token);
    expect(await translator.translate(source, { maximumLength: 96, onToken })).toEqual(wanted);
    expect(said).toEqual(wanted);
    const forced = [7, 11, 13];
    expect(await translator.translate(source, { maximumLength: 96, forced })).toEqual([
      ...forced,
      end,
    ]);
    expect(await translator.translate(source, { maximumLength: 2 })).toEqual(wanted.slice(0, 2));
  }
  await translator.dispose();
  packed.dispose();
});

test("without its bits the model has fewer operators, and the same inputs and weights", () => {
  const model = readModel(readFileSync(modelUrl));
  const [kept, plain] = [true, false].map((keepsBits) => exportTranslator(model, { keepsBits }));
  expect(plain!.step.length).toBeLessThan(kept!.step.length);
  expect(plain!.layout).toEqual(kept!.layout);
});
