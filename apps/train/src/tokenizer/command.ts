import { dirname, resolve } from "node:path";
import { findSpans, maskText } from "@bnnkit/runtime/text";
import type { Command } from "commander";
import { readTsv } from "../corpus/read-tsv.ts";
import { UsageError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import { integerFrom } from "../options.ts";
import { refuseFolder, writeWhole } from "../write-whole.ts";
import { trainBytePairs } from "./byte-pair-encoding.ts";
import { baseVocabularySize, formatTokenizerFile } from "./tokenizer-file.ts";
import { countWords } from "./word-counts.ts";

export interface TokenizerOptions {
  readonly data: readonly string[];
  readonly out: string;
  readonly vocabularySize: number;
  readonly minimumCount: number;
}

/** Adds `tokenizer` to a program: trains byte-level BPE on both sides of parallel text. */
export function registerTokenizerCommand(program: Command): void {
  program
    .command("tokenizer")
    .summary("train a byte-level BPE tokenizer")
    .description(
      "Trains one byte-level BPE vocabulary for all columns of the text and writes a standard tokenizer.json.",
    )
    .requiredOption("--data <files...>", "tab-separated text")
    .requiredOption("--out <file>", "the tokenizer.json to write")
    .option("--vocabulary-size <tokens>", "tokens in all", integerFrom(baseVocabularySize), 8192)
    .option("--minimum-count <number>", "a pair must occur this often", integerFrom(1), 2)
    .action(async (options: TokenizerOptions) => {
      const size = await trainTokenizer(options);
      process.stderr.write(`${options.out}: ${size} tokens\n`);
    });
}

/** Trains a tokenizer and writes its file.
 *  @returns the size of the vocabulary: the size wanted, or less where the text gives no more pairs.
 *  @throws CorpusError naming file and line of malformed text; UsageError if there is none, or `out` is a folder. */
export async function trainTokenizer(options: TokenizerOptions): Promise<number> {
  await refuseFolder("--out", options.out);
  const texts: string[] = [];
  for (const path of options.data) {
    for await (const { source, references } of readTsv(path))
      texts.push(...[source, ...references].map((text) => maskText(text, findSpans(text)).text));
  }
  if (texts.length === 0) throw new UsageError(`${options.data.join(", ")}: there is no text`);
  const pairs = trainBytePairs(countWords(texts), {
    tokens: options.vocabularySize - baseVocabularySize,
    minimumCount: options.minimumCount,
  });
  await makeFolder(dirname(resolve(options.out)));
  await writeWhole(options.out, formatTokenizerFile(pairs));
  return baseVocabularySize + pairs.tokens.length;
}
