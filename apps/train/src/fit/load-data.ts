import { createHash } from "node:crypto";
import { readTokenizer, slotTokensOf, type TextTokenizer } from "@bnnkit/runtime/text";
import { readTsv } from "../corpus/read-tsv.ts";
import { joinPairs, type TextPair } from "../data/join-pairs.ts";
import { type MaskedPair, maskPair } from "../data/masked-pair.ts";
import { plantSpans } from "../data/plant-spans.ts";
import { encodePairs, type SpecialIds, type TokenPairs } from "../data/token-pairs.ts";
import { WordLexicon } from "../data/word-lexicon.ts";
import { UsageError } from "../errors.ts";
import { readInput } from "../read-input.ts";
import { reasonOf } from "../reason-of.ts";
import { specialTokens } from "../tokenizer/tokenizer-file.ts";
import type { FitConfig } from "./fit-config.ts";

/** A tokenizer with the ids that a translation model needs. */
export interface LoadedTokenizer {
  readonly tokenizer: TextTokenizer;
  readonly special: SpecialIds;
  readonly json: string;
  readonly sha256: string;
}

/** A held-out file: text for BLEU, tokens for the loss. */
export interface HeldOut {
  readonly name: string;
  readonly sources: readonly string[];
  readonly references: readonly (readonly string[])[];
  /** Source with first reference. */
  readonly pairs: TokenPairs;
}

/** Everything that training reads. */
export interface TrainingData {
  readonly tokenizer: LoadedTokenizer;
  readonly train: TokenPairs;
  readonly heldOut: readonly HeldOut[];
  /** SHA-256 over tokenizer and training pairs, in hexadecimal. */
  readonly sha256: string;
}

/** Reads a tokenizer.json that has the special tokens of `specialTokens`.
 *  @throws UsageError if the file is missing or has not. */
export async function loadTokenizer(path: string): Promise<LoadedTokenizer> {
  const json = (await readInput(path)).toString("utf8");
  const tokenizer = readJsonTokenizer(path, json);
  const idOf = (token: string): number => {
    const id = tokenizer.idOf(token);
    if (id === undefined) throw new UsageError(`${path}: has no token ${token}`);
    return id;
  };
  const { padding, begin, end } = specialTokens;
  return {
    tokenizer,
    special: { padding: idOf(padding), begin: idOf(begin), end: idOf(end) },
    json,
    sha256: createHash("sha256").update(json).digest("hex"),
  };
}

/** Reads and encodes all text of a run.
 *  @throws UsageError or CorpusError naming file and line of what is missing or malformed. */
export async function loadTrainingData(config: FitConfig): Promise<TrainingData> {
  const tokenizer = await loadTokenizer(config.tokenizer);
  const hasSlots = slotTokensOf(tokenizer.tokenizer) !== undefined;
  const mask = (pairs: Iterable<TextPair>): MaskedPair[] => maskPairs(pairs, hasSlots);
  const encode = (pairs: Iterable<MaskedPair>, seed?: number): TokenPairs =>
    encodePairs(pairs, tokenizer.tokenizer, tokenizer.special, {
      maximumLength: config.model.maximumLength,
      ...(seed !== undefined && { seed }),
    });
  const trainText: TextPair[] = [];
  for (const path of config.train) {
    for await (const { source, references } of readTsv(path)) {
      const learnt = config.references === "last" ? references.slice(-1) : references;
      for (const reference of learnt) trainText.push([source, reference]);
    }
  }
  const masked = mask([...trainText, ...joinPairs(trainText, config.joined, config.seed)]);
  const planted = hasSlots
    ? plantSpans(
        masked,
        { share: config.plantedShare, lexicon: new WordLexicon(trainText) },
        config.seed,
      )
    : [];
  const train = encode([...masked, ...planted], config.seed);
  if (train.count === 0) {
    throw new UsageError(`${config.train.join(", ")}: there is no sentence pair to train on`);
  }
  const heldOut: HeldOut[] = [];
  for (const [name, path] of Object.entries(config.validation)) {
    const { sources, references } = await readReferenced(path);
    const pairs = encode(mask(sources.map((source, i) => [source, references[i][0]] as const)));
    if (pairs.count === 0) {
      throw new UsageError(
        `${path}: no pair has at most ${config.model.maximumLength} tokens a side, so there is nothing to evaluate on`,
      );
    }
    heldOut.push({ name, sources, references, pairs });
  }
  const digest = createHash("sha256").update(tokenizer.sha256);
  for (const { ids, starts } of [train.source, train.target]) digest.update(ids).update(starts);
  return { tokenizer, train, heldOut, sha256: digest.digest("hex") };
}

/** The pairs with their protected spans as slots, those left out whose sides protect different things; without reserved
 *  tokens for slots, the pairs as they are. */
function maskPairs(pairs: Iterable<TextPair>, hasSlots: boolean): MaskedPair[] {
  return Array.from(pairs, (pair): MaskedPair | undefined =>
    hasSlots ? maskPair(pair) : { source: pair[0], target: pair[1], spans: [] },
  ).filter((pair) => pair !== undefined);
}

/** Sources and their references of a TSV.
 *  @throws UsageError if there is none; CorpusError naming the line that is malformed. */
export async function readReferenced(
  path: string,
): Promise<{ readonly sources: string[]; readonly references: (readonly string[])[] }> {
  const sources: string[] = [];
  const references: (readonly string[])[] = [];
  for await (const row of readTsv(path)) {
    sources.push(row.source);
    references.push(row.references);
  }
  if (sources.length === 0) throw new UsageError(`${path}: there is no sentence in it`);
  return { sources, references };
}

function readJsonTokenizer(path: string, json: string): TextTokenizer {
  try {
    return readTokenizer(json);
  } catch (error) {
    throw new UsageError(`${path}: ${reasonOf(error)}`);
  }
}
