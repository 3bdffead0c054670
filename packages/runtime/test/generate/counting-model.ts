import { float32 } from "@bnnkit/core";
import type { LanguageModelDescription, PackedModel, Tensor } from "@bnnkit/model";
import { readTokenizer, type TextTokenizer } from "../../src/text/index.ts";

/** Words of the model, by their ids. */
const words = ["<s>", "</s>", "zero", "one", "two", "three", "é"];
const count = words.length;

/** A model that counts from zero to three, and then ends: the score of the next word is 8, of every other word 0. Behind "é" it says "é".
 *  @param hasFiniteScores  false: a weight is so large that scores are not finite */
export function countingModel(hasFiniteScores = true): PackedModel {
  const next = new Map([
    [0, 2],
    [2, 3],
    [3, 4],
    [4, 5],
    [5, 1],
    [6, 6],
  ]);
  const table = Float32Array.from({ length: count ** 2 }, (_, i) => Number(i % (count + 1) === 0));
  const scores = Float32Array.from({ length: count ** 2 }, (_, i) => {
    const [to, from] = [Math.floor(i / count), i % count];
    return next.get(from) === to ? (hasFiniteScores ? 8 : 3e38) : 0;
  });
  const f32 = (data: Float32Array): Tensor => ({ dtype: "F32", shape: [count, count], data });
  const description: LanguageModelDescription = {
    name: "counting",
    task: "language-model",
    predicts: "next",
    text: {
      tokens: { vocabularySize: count, padding: 0, begin: 0, end: 1 },
      maximumLength: 12,
    },
    graph: {
      inputs: [{ name: "ids", kind: "ids", count }],
      nodes: [
        {
          op: "embedding",
          name: "x",
          inputs: ["ids"],
          ...{
            features: count,
            multiplier: hasFiniteScores ? 1 : 3,
            table: { tensor: "x", code: float32 },
          },
        },
        {
          op: "dense",
          name: "scores",
          inputs: ["x"],
          ...{ outFeatures: count, bias: false, weights: { tensor: "scores", code: float32 } },
        },
      ],
      output: "scores",
    },
  };
  const tensors = new Map([
    ["x.weights", f32(table)],
    ["scores.weights", f32(scores)],
  ]);
  return { description, tensors, metadata: {} };
}

/** Words between spaces; what is no word is "zero". */
export function countingTokenizer(): TextTokenizer {
  return readTokenizer({
    added_tokens: words.slice(0, 2).map((content, id) => ({ id, content, special: true })),
    pre_tokenizer: { type: "WhitespaceSplit" },
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries(words.map((word, id) => [word, id])),
      unk_token: "zero",
    },
  });
}
