import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rowLength } from "../../src/data/token-rows.ts";
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
