import { bleu } from "@bnnkit/metrics";
import { findSpans, maskText, slotTokensOf, unmaskText } from "@bnnkit/runtime/text";
import { planEpoch } from "../data/batch-plan.ts";
import { assembleBatch } from "../data/shard.ts";
import { encodeSentence, slotMap, type TokenPairs } from "../data/token-pairs.ts";
import type { ValidationRow } from "./curve.ts";
import type { HeldOut, LoadedTokenizer } from "./load-data.ts";
import type { EvaluationAnswer, EvaluationRequest } from "./replica.ts";

/** Asks the workers; answers come in the order of the requests. */
export type Ask = (requests: readonly EvaluationRequest[]) => Promise<readonly EvaluationAnswer[]>;

export interface EvaluationOptions {
  readonly tokenizer: LoadedTokenizer;
  readonly batchTokens: number;
  readonly maximumLength: number;
  /** First sentences of the file that are translated; 0: none. */
  readonly translateSentences: number;
}

/** Loss of one held-out file, and BLEU of greedy translations of its first sentences against all references. */
export async function evaluateHeldOut(
  ask: Ask,
  heldOut: HeldOut,
  options: EvaluationOptions,
): Promise<Pick<ValidationRow, "name" | "loss" | "bleu">> {
  const { name, pairs, references } = heldOut;
  const loss = await heldOutLoss(ask, pairs, options);
  // Weights without a loss have no translations either.
  if (options.translateSentences === 0 || !Number.isFinite(loss)) {
    return { name, loss, bleu: undefined };
  }
  const translations = await translateFirst(ask, heldOut, options);
  const { score } = bleu(translations, references.slice(0, translations.length));
  return { name, loss, bleu: score };
}

async function heldOutLoss(
  ask: Ask,
  pairs: TokenPairs,
  { tokenizer, batchTokens }: EvaluationOptions,
): Promise<number> {
  const batches = planEpoch(pairs, 0, { batchTokens, seed: 0 });
  const answers = await ask(
    batches.map((numbers) => ({
      kind: "loss",
      batch: assembleBatch(pairs, numbers, tokenizer.special.padding),
    })),
  );
  let lossSum = 0;
  let tokens = 0;
  for (const answer of answers) {
    if (answer.kind !== "loss") continue;
    lossSum += answer.lossSum;
    tokens += answer.tokens;
  }
  return lossSum / tokens;
}

async function translateFirst(
  ask: Ask,
  { sources }: HeldOut,
  { tokenizer, maximumLength, translateSentences }: EvaluationOptions,
): Promise<string[]> {
  const encoded = sources
    .slice(0, translateSentences)
    .map((source) => encodeForModel(tokenizer, source, maximumLength));
  const order = [...encoded.keys()].sort((a, b) => encoded[a].ids.length - encoded[b].ids.length);
  const groups: number[][] = [];
  for (let from = 0; from < order.length; from += 32) groups.push(order.slice(from, from + 32));
  const answers = await ask(
    groups.map((group) => ({
      kind: "translate",
      sources: group.map((index) => encoded[index].ids),
      maximumLength: longestTranslation(encoded[group[group.length - 1]].ids.length, maximumLength),
    })),
  );
  const translations = new Array<string>(encoded.length).fill("");
  for (const [g, answer] of answers.entries()) {
    if (answer.kind !== "translate") continue;
    for (const [i, target] of answer.targets.entries()) {
      translations[groups[g][i]] = encoded[groups[g][i]].textOf(target);
    }
  }
  return translations;
}

/** A source as the model reads it, and how its translations are read. */
export interface EncodedSource {
  readonly ids: readonly number[];
  textOf(target: readonly number[]): string;
}

/** A source that the model can take, what it protects as reserved tokens: too long ones are cut, their end kept. */
export function encodeForModel(
  { tokenizer, special }: Pick<LoadedTokenizer, "tokenizer" | "special">,
  source: string,
  maximumLength: number,
): EncodedSource {
  const masked = maskText(source, findSpans(source));
  const found = slotMap(masked.spans, slotTokensOf(tokenizer));
  const slots = found ?? new Map<string, number>();
  const ids = encodeSentence(tokenizer, found ? masked.text : source, special, slots);
  const slotOf = new Map([...slots].map(([slot, id]) => [id, slot]));
  return {
    ids: ids.length <= maximumLength ? ids : [...ids.slice(0, maximumLength - 1), special.end],
    textOf(target) {
      const end = target.indexOf(special.end);
      const text = tokenizer.decode(end < 0 ? target : target.slice(0, end), slotOf).trim();
      return found ? unmaskText(text, masked.contents) : text;
    },
  };
}

/** An untrained model seldom ends a sentence: no translation is followed further than this. */
function longestTranslation(sourceLength: number, maximumLength: number): number {
  return Math.min(maximumLength, 2 * sourceLength + 8);
}
