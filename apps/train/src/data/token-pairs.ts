import type { TextTokenizer } from "@bnnkit/runtime/text";
import type { TextPair } from "./join-pairs.ts";
import { packRows, rowLength, type TokenRows } from "./token-rows.ts";

/** Sentence pairs as token ids: sources end with the end token, targets are begin … end. */
export interface TokenPairs {
  readonly count: number;
  readonly source: TokenRows;
  readonly target: TokenRows;
  /** Pairs left out because a side has more than `maximumLength` tokens. */
  readonly dropped: number;
}

/** Ids with a meaning of their own. */
export interface SpecialIds {
  readonly padding: number;
  readonly begin: number;
  readonly end: number;
}

/** Encodes one side: the text's tokens, then one end token, whether or not the tokenizer appends it itself. */
export function encodeSentence(
  tokenizer: TextTokenizer,
  text: string,
  { end }: SpecialIds,
): number[] {
  const ids = tokenizer.encode(text);
  if (ids.at(-1) !== end) ids.push(end);
  return ids;
}

/** Encodes sentence pairs; pairs that do not fit into `maximumLength` tokens on either side are left out. */
export function encodePairs(
  pairs: Iterable<TextPair>,
  tokenizer: TextTokenizer,
  special: SpecialIds,
  maximumLength: number,
): TokenPairs {
  const sources: number[][] = [];
  const targets: number[][] = [];
  let dropped = 0;
  for (const [source, target] of pairs) {
    const sourceIds = encodeSentence(tokenizer, source, special);
    const targetIds = [special.begin, ...encodeSentence(tokenizer, target, special)];
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

/** Positions that the pair takes in a batch: the longer side, the target without the token that is only predicted. */
export function pairLength({ source, target }: TokenPairs, pair: number): number {
  return Math.max(rowLength(source, pair), rowLength(target, pair) - 1);
}

/** Target tokens that are predicted for the pair. */
export function targetTokens({ target }: TokenPairs, pair: number): number {
  return rowLength(target, pair) - 1;
}
