import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rowLength, rowOf } from "../../src/data/token-rows.ts";
import { checkFitConfig } from "../../src/fit/check-config.ts";
import { defaultConfig, type FitConfig } from "../../src/fit/fit-config.ts";
import { loadTrainingData } from "../../src/fit/load-data.ts";
import { trainBytePairs } from "../../src/tokenizer/byte-pair-encoding.ts";
import { formatTokenizerFile } from "../../src/tokenizer/tokenizer-file.ts";
import { countWords } from "../../src/tokenizer/word-counts.ts";

let folder: string;
let config: FitConfig;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bnnkit-load-data-"));
  const [train, tokenizer] = ["train.tsv", "tokenizer.json"].map((name) => join(folder, name));
  await writeFile(train, "a\tb\tbcd\ne\tfg\n");
  // Without merges a token is a byte, so lengths can be counted by hand.
  await writeFile(tokenizer, formatTokenizerFile(trainBytePairs(countWords(["a"]), { tokens: 0 })));
  config = { ...defaultConfig, train: [train], tokenizer };
});
afterAll(() => rm(folder, { recursive: true }));

describe("references", () => {
  const targetLengths = async (change: Partial<FitConfig>): Promise<number[]> => {
    const { train } = await loadTrainingData({ ...config, ...change });
    return Array.from({ length: train.count }, (_, pair) => rowLength(train.target, pair));
  };

  test("all: each translation makes a pair", async () => {
    // begin + the word's space and its bytes + end
    expect(await targetLengths({})).toEqual([1 + 2 + 1, 1 + 4 + 1, 1 + 3 + 1]);
  });

  test("last: only the last column does", async () => {
    expect(await targetLengths({ references: "last" })).toEqual([1 + 4 + 1, 1 + 3 + 1]);
  });

  test("another word is refused", () => {
    const references = JSON.parse('"first"');
    expect(() => checkFitConfig({ ...config, references })).toThrow(
      'references must be one of all, last, got "first"',
    );
  });
});

test("text where true or false is wanted is refused", () => {
  const model = { ...config.model, extraNorms: JSON.parse('"false"') };
  expect(() => checkFitConfig({ ...config, model })).toThrow(
    'model.extraNorms must be true or false, got "false"',
  );
});

test("more workers than fit the memory are refused", () => {
  expect(() => checkFitConfig({ ...config, workers: 65 })).toThrow(
    "workers must be at most 64, as each holds the model, got 65",
  );
});

test("held-out text without a pair that fits is refused: its loss would be no number", async () => {
  const long = join(folder, "long.tsv");
  await writeFile(long, `${"a ".repeat(200)}\t${"b ".repeat(200)}\n`);
  await expect(loadTrainingData({ ...config, validation: { long } })).rejects.toThrow(
    /long\.tsv: no pair has at most 96 tokens a side/,
  );
});

describe("joined", () => {
  const shareOf = (share: number): Partial<FitConfig> => ({
    joined: { ...defaultConfig.joined, conjunctions: [["+", "&"]], share },
  });

  test("pairs come behind those of the text, made of them", async () => {
    const train = join(folder, "sentences.tsv");
    await writeFile(train, "A a.\tB b.\nA ab.\tB bc.\nAA A.\tBB B.\nA a A.\tB b B.\n");
    const load = (share: number) =>
      loadTrainingData({ ...config, train: [train], ...shareOf(share) });
    const [plain, joined] = [await load(0), await load(10)];
    expect(plain.train.count).toBe(4);
    // 10 × 4 draws, of which some take a sentence twice
    expect(joined.train.count).toBeGreaterThan(4 + 20);
    expect(joined.sha256).not.toBe(plain.sha256);
    const { tokenizer } = joined.tokenizer;
    const sourceOf = (pair: number): string =>
      tokenizer.decode([...rowOf(joined.train.source, pair)].slice(0, -1)).trim();
    expect(sourceOf(3)).toBe("A a A.");
    for (let pair = 4; pair < joined.train.count; pair++) {
      expect(sourceOf(pair)).toMatch(/^[Aa b]+\+[Aa b]+\.$/);
    }
  });

  test.each([
    [{ share: -1 }, "joined.share must be in 0 … 10, got -1"],
    [{ share: Number.NaN }, "joined.share must be in 0 … 10, got null"],
    [{ share: 1e9 }, "joined.share must be in 0 … 10, got 1000000000"],
    [{ longestPart: 0 }, "joined.longestPart must be a positive whole number, got 0"],
    [
      { conjunctions: JSON.parse('[["and"]]') },
      'joined.conjunctions must be a list of [source, target] texts, got [["and"]]',
    ],
  ])("%o is refused", (change, message) => {
    const joined = { ...config.joined, ...change };
    expect(() => checkFitConfig({ ...config, joined })).toThrow(message);
  });
});
