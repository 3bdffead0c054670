import type { TokenConstraint } from "./token-constraint.ts";

/** The k most probable next tokens of each row, best first: row r's i-th has the id `ids[r·k + i]` and the
 *  natural log-probability `logProbabilities[r·k + i]`, of equal ones the lower id first. Valid until the next step. */
export interface TopTokens {
  readonly ids: Int32Array;
  readonly logProbabilities: Float32Array;
  /** What a row's log-probabilities were computed from: a view of one number for each token. */
  logits(row: number): Float32Array;
}

/** One decoding step of a batch, the only thing that a search asks of a model; k is fixed when it is made.
 *
 *  Row r continues row `parents[r]` of the previous step by `tokens[r]`; in the first step `parents[r]` is
 *  a sentence of the batch. Rows may be repeated, reordered and left out. */
export type DecoderStep = (parents: readonly number[], tokens: readonly number[]) => TopTokens;

/** What a search needs to know about the vocabulary and the batch. */
export interface SearchTask {
  readonly begin: number;
  readonly end: number;
  /** For each sentence, the most tokens to generate (the end token counted); each at least 1. */
  readonly maximumLengths: readonly number[];
  /** For each sentence what it may generate, anything if there is none; `owed` is at most the maximum length. */
  readonly constraints?: readonly (TokenConstraint | undefined)[];
}

/** What a search reports after each step. */
export interface SearchEvent {
  /** Rows that the step computed. */
  readonly rows: number;
  /** Sentences that are done now. */
  readonly finished: readonly number[];
}
