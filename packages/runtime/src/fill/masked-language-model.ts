/// <reference lib="esnext.disposable" preserve="true" />
import type { PlatformAbortSignal } from "@bnnkit/core";
import type { KernelReport } from "@bnnkit/kernels";
import type { GoldenRun, LanguageModelDescription } from "@bnnkit/model";
import type { LayerReport } from "../compile/layer-report.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";

export interface FillOptions {
  /** How a text spells what is missing. Default "[MASK]". */
  readonly mask?: string;
  /** So many candidates for each mask. Default 5. */
  readonly topK?: number;
  readonly signal?: PlatformAbortSignal;
}

/** A token that may stand in the place of a mask. */
export interface MaskCandidate {
  readonly token: number;
  /** As it stands there, with the space in front of it where it has one. */
  readonly text: string;
  /** Of all tokens; those of different masks of a text know nothing of each other. */
  readonly probability: number;
}

/** A text whose masks have been filled in. */
export interface FilledText {
  /** With the most probable token in each place. */
  readonly text: string;
  /** The candidates of each mask, the most probable first; of equally probable ones the lower id. */
  readonly masks: readonly (readonly MaskCandidate[])[];
}

/** A model of masked words with its tokenizer, laid out in an arena. */
export interface MaskedLanguageModel {
  readonly description: LanguageModelDescription;
  readonly tokenizer: TextTokenizer;
  /** Ids with the scores that the model gave when it was written; `verify` runs them. */
  readonly golden: readonly GoldenRun[];
  /** Fills the masks of a text in, each by what stands around it; the space in front of a mask belongs to its token. A text has the same
   *  probabilities alone and among others.
   *  @throws TypeError or RangeError for wrong arguments, a text without a mask, or one whose masks stand behind the tokens that the model
   *    reads; Error after `dispose`, and what the signal was aborted with. */
  fill(text: string, options?: FillOptions): Promise<FilledText>;
  /** The same of several texts. */
  fill(texts: readonly string[], options?: FillOptions): Promise<readonly FilledText[]>;
  /** What the model gives for ids, begin and end included: the scores of all words at each, float32 [ids, vocabularySize].
   *  @throws RangeError for ids that the model cannot read; else as `fill`. */
  scores(
    ids: readonly number[],
    options?: { readonly signal?: PlatformAbortSignal },
  ): Promise<Float32Array>;
  /** Which kernels ran each operation so far, and why. */
  explain(): readonly KernelReport[];
  /** Which kernels ran each layer of the model so far; see `TranslationSession.explainLayers`. */
  explainLayers(): readonly LayerReport[];
  /** Bytes of its weights in the arena. */
  readonly weightBytes: number;
  /** Gives the memory back, after the work that is running. Idempotent. */
  dispose(): void;
  [Symbol.dispose](): void;
}
