import { writeModel } from "@bnnkit/model";
import { createKernels, type LanguageModel, loadLanguageModel } from "@bnnkit/runtime";
import { readCheckpoint } from "@bnnkit/transformer/checkpoint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WrittenCheckpoint } from "../packages/transformer/test/checkpoint/checkpoint-writer.ts";
import { smallBitnet } from "../packages/transformer/test/checkpoint/small-bitnet.ts";
import { smallGpt2 } from "../packages/transformer/test/checkpoint/small-gpt2.ts";
import { smallLlama } from "../packages/transformer/test/checkpoint/small-llama.ts";

const written: Readonly<Record<string, WrittenCheckpoint>> = {
  "GPT-2": smallGpt2(5),
  "BitNet b1.58": smallBitnet(),
  Llama: smallLlama({ seed: 5, hasHeadNorms: true, config: { model_type: "qwen3" } }),
};

function logProbability(scores: readonly number[], id: number): number {
  const greatest = Math.max(...scores);
  return scores[id] - greatest - Math.log(scores.reduce((s, v) => s + Math.exp(v - greatest), 0));
}

describe.each(Object.entries(written))(
  "a checkpoint in the shape of %s",
  (_, { files, logits }) => {
    let model: LanguageModel;

    beforeAll(async () => {
      const { model: packed, tokenizer } = await readCheckpoint(files);
      model = await loadLanguageModel(writeModel(packed), tokenizer);
    });
    afterAll(() => model.dispose());

    test("goes on with a text as plain loops do, greedily, with their probabilities", async () => {
      const prompt = [3, 11, 5];
      const { tokens, logProbabilities } = await model.generate("w3 w11 w5", { maximumTokens: 9 });
      const ids = [...prompt];
      for (const [i, token] of tokens.entries()) {
        const scores = logits(ids)[ids.length - 1];
        expect(token).toBe(scores.indexOf(Math.max(...scores)));
        expect(logProbabilities[i]).toBeCloseTo(logProbability(scores, token), 4);
        ids.push(token);
      }
      expect(tokens.length).toBeGreaterThan(0);
    });

    test("scores a text as plain loops do, behind the begin token", async () => {
      const { begin } = model.description.text.tokens;
      const ids = [begin, 4, 9, 9, 0, 17, 3, 12];
      const { tokens, logProbabilities, perplexity } = await model.score("w4 w9 w9 w0 w17 w3 w12");
      expect(tokens).toEqual(ids.slice(1));
      const all = logits(ids);
      const expected = ids.slice(1).map((id, i) => logProbability(all[i], id));
      for (const [i, value] of expected.entries())
        expect(logProbabilities[i]).toBeCloseTo(value, 4);
      const mean = expected.reduce((a, b) => a + b) / expected.length;
      expect(perplexity).toBeCloseTo(Math.exp(-mean), 3);
    });

    test("gives each prompt the same alone and among others, drawn with a seed", async () => {
      const prompts = ["w1", "w5 w5 w2 w8 w13", "", "w18 w2"];
      const options = { maximumTokens: 8, temperature: 1.3, topK: 12, topP: 0.9, seed: 77 };
      const together = await model.generate(prompts, options);
      for (const [i, prompt] of prompts.entries()) {
        expect(await model.generate(prompt, options)).toEqual(together[i]);
      }
      const other = await model.generate(prompts, { ...options, seed: 78 });
      expect(other.map(({ tokens }) => tokens)).not.toEqual(together.map(({ tokens }) => tokens));
    });
  },
);

test("JavaScript and WebAssembly write the same text", async () => {
  const { model, tokenizer } = await readCheckpoint(smallLlama().files);
  const bytes = writeModel(model);
  const texts: string[] = [];
  for (const isa of ["js", "wasm-simd128"] as const) {
    const kernels = await createKernels({ isa });
    const loaded = await loadLanguageModel(bytes, tokenizer, { kernels });
    texts.push((await loaded.generate("w1 w4", { maximumTokens: 12, temperature: 1 })).text);
    loaded.dispose();
    kernels.dispose();
  }
  expect(texts[0]).toBe(texts[1]);
});
