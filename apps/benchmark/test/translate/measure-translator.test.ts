import { describe, expect, test } from "vitest";
import { measureTranslator, type TimedTranslator } from "../../src/translate/measure-translator.ts";
import { sentences as ownSentences } from "../../src/translate/sentences.ts";

/** Generates `tokensPerCharacter` tokens for each character, and notes the batches and the streamed texts. */
function countingTranslator(tokensPerCharacter = 1) {
  const batches: number[] = [];
  const streamed: string[] = [];
  let generatedTokens = 0;
  const translator: TimedTranslator = {
    get generatedTokens() {
      return generatedTokens;
    },
    translate: async (texts) => {
      batches.push(texts.length);
      for (const { length } of texts) generatedTokens += tokensPerCharacter * length;
    },
    stream: async (text, onToken) => {
      streamed.push(text);
      generatedTokens += tokensPerCharacter * text.length;
      if (tokensPerCharacter > 0) for (const _ of text) onToken();
    },
  };
  return { translator, batches, streamed };
}

const sentences = ["a", "bcd", "ef", "g", "hij"];
const characters = 1 + 3 + 2 + 1 + 3;

describe("measureTranslator", () => {
  test("passes over all sentences in batches, once more than it counts", async () => {
    const { translator, batches, streamed } = countingTranslator();
    const rows = await measureTranslator(translator, { sentences, rounds: 2, batchSizes: [1, 3] });
    const pass = [1, 1, 1, 1, 1, 3, 2];
    expect(batches).toEqual([...pass, ...pass, ...pass]);
    expect(streamed).toEqual([...sentences, ...sentences, ...sentences]);
    expect(rows.map(({ op, shape, samples }) => [op, shape, samples])).toEqual([
      ["translate-greedy", "batch-1", 2],
      ["translate-greedy", "batch-3", 2],
      ["first-token", "batch-1", 2 * sentences.length],
    ]);
  });

  test("an operation is a generated token of one pass", async () => {
    const { translator } = countingTranslator(2);
    const rows = await measureTranslator(translator, { sentences, rounds: 1, batchSizes: [1] });
    const [row] = rows;
    if (row === undefined) throw new Error("a row expected");
    const tokens = (row.operationsPerSecond * row.medianMilliseconds) / 1000;
    expect(tokens).toBeCloseTo(2 * characters, 6);
  });

  test("tells its progress", async () => {
    const messages: string[] = [];
    const { translator } = countingTranslator();
    const onProgress = (message: string) => messages.push(message);
    await measureTranslator(translator, { sentences, rounds: 2, batchSizes: [1], onProgress });
    expect(messages).toEqual(["warming up", "round 1 of 2", "round 2 of 2"]);
  });

  test("a model that says nothing is an error, no infinite speed", async () => {
    const { translator } = countingTranslator(0);
    await expect(
      measureTranslator(translator, { sentences, rounds: 1, batchSizes: [1] }),
    ).rejects.toThrow("translates none of the sentences");
  });
});

test("the built-in sentences fill a batch of 32 and differ", () => {
  expect(ownSentences).toHaveLength(32);
  expect(new Set(ownSentences).size).toBe(32);
});
