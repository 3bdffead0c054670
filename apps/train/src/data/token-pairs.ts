import {
  assignSlotTokens,
  type SlotSpan,
  type SlotTokens,
  slotOf,
  slotsOfRole,
  slotTokensOf,
  type TextTokenizer,
} from "@bnnkit/runtime/text";
import type { MaskedPair } from "./masked-pair.ts";
import { seededIntegers } from "./seeded-shuffle.ts";
import { packRows, rowLength, type TokenRows } from "./token-rows.ts";

/** Sentence pairs as token ids: sources end with the end token, targets are begin … end. */
export interface TokenPairs {
  readonly count: number;
  readonly source: TokenRows;
  readonly target: TokenRows;
  /** Pairs left out because a side has more than `maximumLength` tokens, or there are more slots than tokens for them. */
  readonly dropped: number;
}

/** Ids with a meaning of their own. */
export interface SpecialIds {
  readonly padding: number;
  readonly begin: number;
  readonly end: number;
}

/** Encodes one side: the text's tokens, then one end token, whether or not the tokenizer appends it itself.
 *  @param slots  the tokens of its slots */
export function encodeSentence(
  tokenizer: TextTokenizer,
  text: string,
  { end }: SpecialIds,
  slots?: ReadonlyMap<string, number>,
): number[] {
  const ids = tokenizer.encode(text, slots);
  if (ids.at(-1) !== end) ids.push(end);
  return ids;
}

export interface EncodeOptions {
  /** A pair with more tokens on either side is left out. */
  readonly maximumLength: number;
  /** Draws which of the reserved tokens stand for the spans of a pair, so that all are learnt; without it the first. */
  readonly seed?: number;
}

/** Encodes sentence pairs, each slot as a reserved token; pairs that do not fit, or have more slots than there are tokens,
 *  are left out. */
export function encodePairs(
  pairs: Iterable<MaskedPair>,
  tokenizer: TextTokenizer,
  special: SpecialIds,
  { maximumLength, seed }: EncodeOptions,
): TokenPairs {
  const slotTokens = slotTokensOf(tokenizer);
  const integerBelow = seed === undefined ? () => 0 : seededIntegers(seed);
  const sources: number[][] = [];
  const targets: number[][] = [];
  let dropped = 0;
  for (const { source, target, spans } of pairs) {
    const slots = slotMap(spans, slotTokens, integerBelow(maximumSlots));
    if (slots === undefined) {
      dropped++;
      continue;
    }
    const sourceIds = encodeSentence(tokenizer, source, special, slots);
    const targetIds = [special.begin, ...encodeSentence(tokenizer, target, special, slots)];
    // The decoder reads the target without its last token.
    if (sourceIds.length > maximumLength || targetIds.length - 1 > maximumLength) {
      dropped++;
      continue;
    }
    sources.push(sourceIds);
    targets.push(targetIds);
  }
  return { count: sources.length, source: packRows(sources), target: packRows(targets), dropped };
}

const maximumSlots = Math.max(...Object.values(slotsOfRole));

/** The token of each slot; undefined if there are too few. */
export function slotMap(
  spans: readonly SlotSpan[],
  tokens: SlotTokens | undefined,
  first = 0,
): ReadonlyMap<string, number> | undefined {
  if (spans.length === 0) return new Map();
  const ids = tokens && assignSlotTokens(spans, tokens, first);
  return ids && new Map(ids.map((id, i) => [slotOf(i), id]));
}

/** Positions that the pair takes in a batch: the longer side, the target without the token that is only predicted. */
export function pairLength({ source, target }: TokenPairs, pair: number): number {
  return Math.max(rowLength(source, pair), rowLength(target, pair) - 1);
}

/** Target tokens that are predicted for the pair. */
export function targetTokens({ target }: TokenPairs, pair: number): number {
  return rowLength(target, pair) - 1;
}
