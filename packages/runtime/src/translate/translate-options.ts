import {
  checkIntegerBetween,
  checkLength,
  checkPositiveInteger,
  type PlatformAbortSignal,
} from "@bnnkit/core";
import type { SequenceToSequenceDescription, TokenDescription } from "@bnnkit/model";
import type { Hypothesis } from "../search/hypothesis.ts";
import type { TokenConstraint } from "../search/token-constraint.ts";

/** Greatest beam: a decoding step computes all rows of a sentence at once and cannot be interrupted. */
export const maximumBeamSize = 64;

/** How to search for a translation. */
export interface SearchOptions {
  /** Hypotheses kept for each sentence, at most {@link maximumBeamSize} and the vocabulary; 1 (default) is greedy search. */
  readonly beamSize?: number;
  /** Translations returned for each sentence, best first; at most `beamSize`. Default 1. */
  readonly nBest?: number;
  /** Exponent α ≥ 0 of the length penalty ((5 + n)/6)^α, Wu et al. 2016, (14). Default: the
   *  model's own, or 0.6. */
  readonly lengthPenalty?: number;
  /** Most tokens generated for a sentence, the end token counted. Default: twice the source and 16 more. */
  readonly maximumLength?: number;
  /** Most source tokens, times the beam size, translated at once: memory and speed, never results. Default 512; a decoding
   *  step of more of them takes longer, and nothing else runs meanwhile. */
  readonly batchTokens?: number;
  /** Stops the work between two decoding steps. */
  readonly signal?: PlatformAbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** How far a request is. */
export interface Progress {
  readonly sentences: number;
  readonly finishedSentences: number;
  /** Tokens in finished and unfinished hypotheses: one for each row of each decoding step. */
  readonly generatedTokens: number;
}

export interface TranslateIdsOptions extends SearchOptions {
  /** Called with each token of a sentence as it is chosen, end excepted. With a beam only {@link onSentence}
   *  knows tokens for certain. The sentences of one batch take turns. */
  readonly onToken?: (sentence: number, token: number) => void;
  /** Called with the result of each sentence as soon as its batch is done. */
  readonly onSentence?: (sentence: number, hypotheses: readonly Hypothesis[]) => void;
  /** Translate in the given order instead of by length, so that the first sentence is there first. */
  readonly keepOrder?: boolean;
  /** For each sentence what its translation may be, or `undefined` for anything. Most tokens generated for it
   *  are at least one more than it owes. Under a constraint there may be fewer than `nBest` hypotheses. */
  readonly constraints?: readonly (TokenConstraint | undefined)[];
}

/** Options with all defaults filled in. */
export interface CheckedSearch {
  readonly beamSize: number;
  readonly nBest: number;
  readonly alpha: number;
  readonly batchTokens: number;
  /** Most tokens to generate for a source of so many tokens. */
  readonly maximumLengthOf: (sourceLength: number) => number;
}

/** Checks options against a model.
 *  @throws TypeError or RangeError that names the option. */
export function checkSearch(
  where: string,
  options: SearchOptions,
  description: SequenceToSequenceDescription,
): CheckedSearch {
  const { maximumLength: longest, tokens } = description;
  const { beamSize = 1, nBest = 1, batchTokens = 512, maximumLength } = options;
  const lengthPenalty = options.lengthPenalty ?? description.lengthPenalty ?? 0.6;
  const widest = Math.min(maximumBeamSize, tokens.vocabularySize);
  checkIntegerBetween(where, "beamSize", beamSize, 1, widest);
  checkPositiveInteger(where, "nBest", nBest);
  if (nBest > beamSize) {
    throw new RangeError(
      `${where}: nBest (${nBest}) must be at most beamSize (${beamSize}); give a larger beamSize`,
    );
  }
  if (!(Number.isFinite(lengthPenalty) && lengthPenalty >= 0)) {
    throw new RangeError(`${where}: lengthPenalty must be a number ≥ 0, got ${lengthPenalty}`);
  }
  checkPositiveInteger(where, "batchTokens", batchTokens);
  if (maximumLength !== undefined) {
    checkIntegerBetween(where, "maximumLength", maximumLength, 1, longest);
  }
  return {
    beamSize,
    nBest,
    alpha: lengthPenalty,
    batchTokens,
    maximumLengthOf: (sourceLength) => maximumLength ?? Math.min(longest, 2 * sourceLength + 16),
  };
}

/** Checks the ids of sentences against a model.
 *  @throws TypeError or RangeError that names the sentence. */
export function checkSources(
  where: string,
  sources: readonly (readonly number[])[],
  { maximumLength, tokens }: SequenceToSequenceDescription,
): void {
  checkIds(where, "sources", sources, { tokens, longest: maximumLength });
}

/** Checks the ids of translations of checked sentences against a model.
 *  @throws TypeError or RangeError that names the target. */
export function checkTargets(
  where: string,
  targets: readonly (readonly number[])[],
  sources: readonly (readonly number[])[],
  { maximumLength, tokens }: SequenceToSequenceDescription,
): void {
  checkIds(where, "targets", targets, { tokens, longest: maximumLength });
  checkLength(where, "targets", targets.length, sources.length);
}

function checkIds(
  where: string,
  name: string,
  lists: readonly (readonly number[])[],
  { tokens, longest }: { readonly tokens: TokenDescription; readonly longest: number },
): void {
  if (!Array.isArray(lists)) throw new TypeError(`${where}: ${name} must be an array`);
  lists.forEach((list, index) => {
    if (!Array.isArray(list)) {
      throw new TypeError(`${where}: ${name}[${index}] must be an array of token ids`);
    }
    if (list.length > longest) {
      throw new RangeError(
        `${where}: ${name}[${index}] must have at most ${longest} tokens, got ${list.length}`,
      );
    }
    for (const id of list) {
      checkIntegerBetween(where, `a token of ${name}[${index}]`, id, 0, tokens.vocabularySize - 1);
    }
  });
}

/** Checks the constraints on checked sentences against a model.
 *  @returns a copy with an element for each sentence, or none without constraints.
 *  @throws TypeError or RangeError that names the constraint. */
export function checkConstraints(
  where: string,
  constraints: readonly (TokenConstraint | undefined)[] | undefined,
  sources: readonly (readonly number[])[],
  { maximumLength }: SequenceToSequenceDescription,
): readonly (TokenConstraint | undefined)[] {
  if (constraints === undefined) return [];
  if (!Array.isArray(constraints)) throw new TypeError(`${where}: constraints must be an array`);
  checkLength(where, "constraints", constraints.length, sources.length);
  return sources.map((source, index) => {
    const constraint: TokenConstraint | undefined = constraints[index];
    if (constraint === undefined) return undefined;
    const name = `constraints[${index}]`;
    if (typeof constraint?.allows !== "function" || typeof constraint.after !== "function") {
      throw new TypeError(`${where}: ${name} must have the methods allows and after`);
    }
    const most = source.length === 0 ? 0 : maximumLength - 1;
    checkIntegerBetween(where, `${name}.owed`, constraint.owed, 0, most);
    return constraint;
  });
}
