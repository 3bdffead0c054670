/// <reference lib="esnext.disposable" preserve="true" />
import type { PlatformAbortSignal } from "@bnnkit/core";
import type { KernelReport } from "@bnnkit/kernels";
import type { GoldenRun, LanguageModelDescription } from "@bnnkit/model";
import type { LayerReport } from "../compile/layer-report.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";

/** How a text goes on. */
export interface GenerateOptions {
  /** Most tokens to generate. Default: as many as the model has positions for, at most 128. */
  readonly maximumTokens?: number;
  /** What scores are divided by before a token is drawn; 0, the default, takes the most probable. */
  readonly temperature?: number;
  /** Draws among so many of the most probable tokens alone. Default: all. */
  readonly topK?: number;
  /** Draws, of those, among the fewest of the most probable whose probabilities add up to this, in 0 < p ≤ 1. Default 1. */
  readonly topP?: number;
  /** Of what is drawn, for each prompt alike: an integer of 32 bits. Default 0. */
  readonly seed?: number;
  /** Tokens that end a text as the model's end token does. Default: none. */
  readonly stopTokens?: readonly number[];
  /** Called with each piece of text as it becomes certain; the pieces of a prompt, joined, are its text. */
  readonly onText?: (piece: TextPiece) => void;
  readonly signal?: PlatformAbortSignal;
}

/** A piece of a text that is being generated. */
export interface TextPiece {
  /** Which prompt it belongs to. */
  readonly index: number;
  readonly text: string;
}

/** What a model wrote behind a prompt. */
export interface Generation {
  /** Without the prompt. */
  readonly text: string;
  /** Those of the text, without one that ended it. */
  readonly tokens: readonly number[];
  /** Natural logarithms of their probabilities, before temperature and choice. */
  readonly logProbabilities: readonly number[];
  /** Why it ended: by an end token, or because there may be no more. */
  readonly finish: "end" | "length";
}

export interface ScoreOptions {
  readonly signal?: PlatformAbortSignal;
}

/** How probable a text is to a model. */
export interface TextScore {
  readonly tokens: readonly number[];
  /** Natural logarithm of the probability of each token behind those before it. */
  readonly logProbabilities: readonly number[];
  /** `exp(−mean of logProbabilities)`; 1 of an empty text. */
  readonly perplexity: number;
}

/** A model that predicts the next word, with its tokenizer, laid out in an arena. */
export interface LanguageModel {
  readonly description: LanguageModelDescription;
  readonly tokenizer: TextTokenizer;
  /** Ids with the scores that the model gave when it was written; `verify` runs them. */
  readonly golden: readonly GoldenRun[];
  /** Goes on with a text. An empty one begins with the model's begin token.
   *
   *  A prompt is gone on with alike alone and among others, on every instruction set and number of threads up to the rounding of
   *  float32, which is the same for all batches.
   *  @throws TypeError or RangeError for wrong arguments, a prompt that leaves no position, too little memory, or scores that are not
   *    finite; Error after `dispose`, and what the signal was aborted with. */
  generate(prompt: string, options?: GenerateOptions): Promise<Generation>;
  /** The same of several texts, which share batches, which is faster. */
  generate(prompts: readonly string[], options?: GenerateOptions): Promise<readonly Generation[]>;
  /** How probable a text is. Its first token stands behind the begin token; a text longer than the model has positions for is scored in
   *  windows, each token behind half of them at least.
   *  @throws as `generate`. */
  score(text: string, options?: ScoreOptions): Promise<TextScore>;
  /** What the model gives for ids: the scores of the words that may follow each, float32 [ids, vocabularySize].
   *  @throws as `generate`. */
  scores(ids: readonly number[], options?: ScoreOptions): Promise<Float32Array>;
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
