import { describe, expect, test } from "vitest";
import { measureTranslators } from "../../src/translate/measure-translator.ts";
import { sentences as ownSentences } from "../../src/translate/sentences.ts";
import {
  type TextTranslator,
  type TimedTranslator,
  timeFirstTokens,
  timePass,
} from "../../src/translate/timed-translator.ts";

/** Generates `tokensPerCharacter` tokens for each character, and notes the batches and the streamed texts. */
function countingTranslator(tokensPerCharacter = 1) {
  const batches: number[] = [];
  const streamed: string[] = [];
  let generatedTokens = 0;
  const translator: TextTranslator = {
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

/** A translator that is timed here; notes its turns. */
function timed(
  name: string,
  {
    batchSizes = [1],
    threads = 1,
    tokensPerCharacter = 1,
    log = [],
  }: Partial<{
    batchSizes: number[];
    threads: number;
    tokensPerCharacter: number;
    log: string[];
  }> = {},
) {
  const { translator, batches, streamed } = countingTranslator(tokensPerCharacter);
  const each: TimedTranslator = {
    name,
    isPeer: name.includes("peer"),
    threads,
    batchSizes,
    pass: (batchSize) => {
      log.push(`${name} ${batchSize}`);
      return timePass(translator, sentences, batchSize);
    },
    firstTokens: () => {
      log.push(`${name} first`);
      return timeFirstTokens(translator, sentences);
    },
  };
  return { each, batches, streamed };
}

describe("measureTranslators", () => {
  test("passes over all sentences in batches, once more than it counts", async () => {
    const { each, batches, streamed } = timed("ours", { batchSizes: [1, 3] });
    const rows = await measureTranslators([each], { rounds: 2 });
    const [one, three] = [
      [1, 1, 1, 1, 1],
      [3, 2],
    ] as const;
    expect(batches).toEqual([...three, ...one, ...one, ...three, ...three, ...one]);
    expect(streamed).toEqual([...sentences, ...sentences, ...sentences]);
    expect(rows.map(({ op, shape, samples }) => [op, shape, samples])).toEqual([
      ["translate-greedy", "batch-1", 2],
      ["translate-greedy", "batch-3", 2],
      ["first-token", "batch-1", 2 * sentences.length],
    ]);
  });

  test("translators take turns, backwards every second round, and are compared", async () => {
    const log: string[] = [];
    const translators = [
      timed("ours", { batchSizes: [1, 3], log }).each,
      timed("peer", { log }).each,
    ];
    const rows = await measureTranslators(translators, { rounds: 1 });
    const turns = ["ours 1", "ours 3", "ours first", "peer 1", "peer first"];
    expect(log).toEqual([...turns].reverse().concat(turns));
    expect(rows.map(({ op, shape, arm, ratios }) => [op, shape, arm, Object.keys(ratios)])).toEqual(
      [
        ["translate-greedy", "batch-1", "ours", ["peer"]],
        ["translate-greedy", "batch-1", "peer", []],
        ["translate-greedy", "batch-3", "ours", []],
        ["first-token", "batch-1", "ours", ["peer"]],
        ["first-token", "batch-1", "peer", []],
      ],
    );
  });

  test("the same translator on more threads is compared with itself on one", async () => {
    const translators = [1, 2].map((threads) => timed("ours", { threads }).each);
    const rows = await measureTranslators(translators, { rounds: 1 });
    expect(rows.map(({ op, threads, threadSpeedup }) => [op, threads, threadSpeedup])).toEqual([
      ["translate-greedy", 1, undefined],
      ["translate-greedy", 2, expect.any(Number)],
      ["first-token", 1, undefined],
      ["first-token", 2, expect.any(Number)],
    ]);
  });

  test("an operation is a generated token of one pass", async () => {
    const { each } = timed("ours", { tokensPerCharacter: 2 });
    const [row] = await measureTranslators([each], { rounds: 1 });
    const tokens = (row!.operationsPerSecond * row!.medianMilliseconds) / 1000;
    expect(tokens).toBeCloseTo(2 * characters, 6);
  });

  test("tells its progress", async () => {
    const messages: string[] = [];
    const onProgress = (message: string) => messages.push(message);
    await measureTranslators([timed("ours").each], { rounds: 2, onProgress });
    expect(messages).toEqual(["warming up", "round 1 of 2", "round 2 of 2"]);
  });

  test("stops when aborted", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(measureTranslators([timed("ours").each], { rounds: 1, signal })).rejects.toThrow(
      "enough",
    );
  });

  test("a model that says nothing is an error, no infinite speed", async () => {
    const { each } = timed("ours", { tokensPerCharacter: 0 });
    await expect(measureTranslators([each], { rounds: 1 })).rejects.toThrow(
      "ours translates none of the sentences",
    );
  });
});

test("the built-in sentences fill a batch of 32 and differ", () => {
  expect(ownSentences).toHaveLength(32);
  expect(new Set(ownSentences).size).toBe(32);
});
