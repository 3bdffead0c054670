import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { textIds } from "@bnnkit/runtime";
import { readTokenizer, slotTokenNames, type TextTokenizer } from "@bnnkit/runtime/text";
import { seededIntegers, shuffle } from "../data/seeded-shuffle.ts";
import { UsageError } from "../errors.ts";
import { trainBytePairs } from "../tokenizer/byte-pair-encoding.ts";
import {
  baseVocabularySize,
  formatTokenizerFile,
  specialTokens,
} from "../tokenizer/tokenizer-file.ts";
import { countWords } from "../tokenizer/word-counts.ts";
import {
  type LabelledText,
  numberOf,
  readLabelledTexts,
  readPlainTexts,
} from "./labelled-texts.ts";
import { type NumberScale, numberScale } from "./number-scale.ts";
import { openModel } from "./open-model.ts";
import type { TextConfig } from "./text-config.ts";

/** Texts as an encoder reads them, with their classes, or numbers of the encoder's scale. */
export interface TextSet {
  readonly texts: readonly (readonly number[])[];
  readonly labels: readonly number[];
}

/** The texts of a run. */
export interface TextSplits {
  readonly train: TextSet;
  /** Taken from the training texts; undefined where none are. */
  readonly heldOut: TextSet | undefined;
  readonly test: TextSet;
  /** None where numbers or tokens are learned. */
  readonly classNames: readonly string[];
  /** Of the numbers that are learned; undefined where none are. */
  readonly scale: NumberScale | undefined;
  readonly tokens: {
    readonly vocabularySize: number;
    readonly padding: number;
    readonly begin: number;
    readonly end: number;
    readonly tokenizerSha256: string;
  };
  /** Token that stands for one that was taken out; no text has it. */
  readonly mask: number;
  readonly tokenizer: TextTokenizer;
  /** The text of its file. */
  readonly tokenizerJson: string;
  /** Over all labels and texts, in hexadecimal. */
  readonly sha256: string;
}

/** Reads the texts of a run, trains a tokenizer on them where none is named, and holds out what it says.
 *  @param kept  the tokenizer that the run has, of one that goes on
 *  @throws CorpusError naming file and line of a malformed row; UsageError for a test label that training has not, one class or number
 *    alone, a label that is no number where numbers are learned, too few texts, or a tokenizer without the special tokens. */
export async function loadTextSplits(config: TextConfig, kept?: string): Promise<TextSplits> {
  const areNumbers = config.objective === "regression";
  const readRows = (path: string): Promise<readonly LabelledText[]> =>
    config.objective === "masked" ? readPlainTexts(path) : readLabelledTexts(path, { areNumbers });
  const rows = await readRows(config.train);
  const testRows = await readRows(config.test);
  const { classNames, scale, labelOf } = targetsOf(config, rows);
  const json = await tokenizerText({ ...config, ...(kept && { tokenizer: kept }) }, rows);
  const tokenizer = await openModel(config.tokenizer, async () => readTokenizer(json));
  const tokens = tokensOf(tokenizer, json, config.tokenizer);
  const read = (path: string, labelled: readonly LabelledText[]): TextSet => ({
    texts: labelled.map(({ text }) =>
      textIds(tokenizer, text, { tokens, maximumLength: config.encoder.maximumLength }),
    ),
    labels: labelOf === undefined ? [] : labelled.map(({ label }) => labelOf(path, label)),
  });
  const all = read(config.train, rows);
  const heldOutCount = Math.round(config.validation * rows.length);
  if (rows.length - heldOutCount < config.batch) {
    throw new UsageError(
      `${config.train}: ${rows.length - heldOutCount} texts to train on do not fill a batch of ${config.batch}; give a smaller --batch`,
    );
  }
  const order = shuffle([...rows.keys()], seededIntegers(config.seed, 0));
  const isHeldOut = heldOutCount > 0;
  return {
    train: isHeldOut ? pick(all, order.slice(heldOutCount)) : all,
    heldOut: isHeldOut ? pick(all, order.slice(0, heldOutCount)) : undefined,
    test: read(config.test, testRows),
    ...{ classNames, scale, tokens, tokenizer, tokenizerJson: json },
    mask: tokenizer.idOf(slotTokenNames[0]) ?? tokens.begin,
    sha256: digest(JSON.stringify([rows, testRows])),
  };
}

interface Targets extends Pick<TextSplits, "classNames" | "scale"> {
  /** What is learned of a text with such a label; undefined where it has none. */
  readonly labelOf: ((path: string, label: string) => number) | undefined;
}

function targetsOf({ objective, train }: TextConfig, rows: readonly LabelledText[]): Targets {
  const none = { classNames: [], scale: undefined };
  if (objective === "masked") return { ...none, labelOf: undefined };
  if (objective === "regression") {
    const numbers = rows.map(({ label }) => numberOf(train, label));
    const scale = numberScale(numbers);
    if (scale === undefined) throw new UsageError(`${train}: has one number only, ${numbers[0]}`);
    const { mean, deviation } = scale;
    return { ...none, scale, labelOf: (path, label) => (numberOf(path, label) - mean) / deviation };
  }
  const classNames = classesOf(train, rows);
  return { ...none, classNames, labelOf: (path, label) => classOf(path, classNames, label) };
}

/** The tokenizer that is named, or one trained now. */
async function tokenizerText(
  { tokenizer, vocabularySize }: Pick<TextConfig, "tokenizer" | "vocabularySize">,
  rows: readonly LabelledText[],
): Promise<string> {
  if (tokenizer === "") return trainedTokenizer(rows, vocabularySize);
  return await readFile(tokenizer, "utf8").catch((cause: Error) => {
    throw new UsageError(`--tokenizer: ${cause.message}`, { cause });
  });
}

function trainedTokenizer(rows: readonly LabelledText[], vocabularySize: number): string {
  const counts = countWords(rows.map(({ text }) => text));
  const tokens = vocabularySize - baseVocabularySize;
  return formatTokenizerFile(trainBytePairs(counts, { tokens, minimumCount: 2 }));
}

function tokensOf(tokenizer: TextTokenizer, json: string, path: string): TextSplits["tokens"] {
  const idOf = (token: string): number => {
    const id = tokenizer.idOf(token);
    if (id !== undefined) return id;
    throw new UsageError(`${path}: must have the token ${token}`);
  };
  return {
    vocabularySize: tokenizer.vocabularySize,
    padding: idOf(specialTokens.padding),
    begin: idOf(specialTokens.begin),
    end: idOf(specialTokens.end),
    tokenizerSha256: digest(json),
  };
}

function classesOf(path: string, rows: readonly LabelledText[]): readonly string[] {
  const classNames = [...new Set(rows.map(({ label }) => label))].sort();
  if (classNames.length > 1) return classNames;
  throw new UsageError(`${path}: has one class only, ${classNames[0]}`);
}

function classOf(path: string, classNames: readonly string[], label: string): number {
  const index = classNames.indexOf(label);
  if (index >= 0) return index;
  throw new UsageError(
    `${path}: the label ${JSON.stringify(label)} must be one that is trained on: ${classNames.join(", ")}`,
  );
}

function pick({ texts, labels }: TextSet, indices: readonly number[]): TextSet {
  return {
    texts: indices.map((index) => texts[index]),
    labels: labels.length === 0 ? [] : indices.map((index) => labels[index]),
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
