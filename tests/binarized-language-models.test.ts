import { writeModel } from "@bnnkit/model";
import { element, evaluateLanguageModel } from "@bnnkit/model/reference";
import { loadLanguageModel, verify } from "@bnnkit/runtime";
import { createRandom } from "@bnnkit/testing";
import { readCheckpoint } from "@bnnkit/transformer/checkpoint";
import { type BinarizationMethod, binarizeLanguageModel } from "@bnnkit/transformer/post-training";
import { describe, expect, test } from "vitest";
import { smallGpt2 } from "../packages/transformer/test/checkpoint/small-gpt2.ts";
import { smallLlama } from "../packages/transformer/test/checkpoint/small-llama.ts";

const methods: readonly BinarizationMethod[] = [
  { method: "round", bits: 3 },
  { method: "round", bits: 6 },
  { method: "pb-llm", share: 0.1 },
  { method: "bi-llm" },
  { method: "arb-llm", order: 2 },
  { method: "arb-rc" },
  { method: "nano-quant", bits: 2, iterations: 20 },
];

describe.each(methods)("$method $bits$share$order", (method) => {
  test.each([
    ["GPT-2", smallGpt2(), "float32"],
    ["Llama", smallLlama(), "int8"],
  ] as const)(
    "a file in the shape of %s scores texts as its description says",
    async (_, written, table) => {
      const { model: floats, tokenizer } = await readCheckpoint(written.files);
      const calibration = Array.from({ length: 4 }, (_, i) => {
        const { integer } = createRandom(i);
        return Array.from({ length: 12 }, () => integer(0, 18));
      });
      const [golden] = calibration;
      const options = { method, calibration, table, golden: [golden] };
      const { model } = binarizeLanguageModel(floats, options);
      const loaded = await loadLanguageModel(writeModel(model), tokenizer);
      const text = [4, 9, 9, 0, 17, 3, 12, 5];
      const { logProbabilities } = await loaded.score(text.map((id) => `w${id}`).join(" "));
      const ids = [model.description.text.tokens.begin, ...text];
      const expected = evaluateLanguageModel(model, ids);
      for (const [i, id] of text.entries()) {
        // Rows that are rounded to int8 may fall to the other side.
        const digits = table === "int8" ? 1 : 3;
        expect(logProbabilities[i]).toBeCloseTo(element(expected, i, id), digits);
      }
      // Rows that are rounded to int8 may fall to the other side.
      const report = await verify(loaded, { tolerance: table === "int8" ? 0.1 : 1e-3 });
      expect([report.passed, report.examples.length]).toEqual([true, 1]);
      loaded.dispose();
    },
  );
});
