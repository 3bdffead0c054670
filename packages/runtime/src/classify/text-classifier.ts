/// <reference lib="esnext.disposable" preserve="true" />
import type { PlatformAbortSignal } from "@bnnkit/core";
import type { KernelReport } from "@bnnkit/kernels";
import type {
  ClassificationDescription,
  GoldenRun,
  RegressionDescription,
  TextDescription,
} from "@bnnkit/model";
import type { LayerReport } from "../compile/layer-report.ts";
import type { TextTokenizer } from "../text/tokenizer.ts";
import type { Classification } from "./classifier.ts";

export interface ClassifyTextOptions {
  /** Called after each batch. */
  readonly onProgress?: (progress: { readonly done: number; readonly texts: number }) => void;
  readonly signal?: PlatformAbortSignal;
}

/** A model that scores texts, laid out in an arena. */
export interface TextClassifier {
  readonly description: ClassificationDescription | RegressionDescription;
  /** Its tokens, and how many of a text it reads. */
  readonly text: TextDescription;
  readonly tokenizer: TextTokenizer;
  /** Classes, or numbers of a regression. */
  readonly outputs: number;
  /** Inputs with the outputs that the model gave when it was written; `verify` runs them. */
  readonly golden: readonly GoldenRun[];
  /** The scores of texts: float32 [texts, outputs]. A text has the same scores alone and among others. Of a longer text the first
   *  `text.maximumLength − 2` tokens are read.
   *  @throws TypeError for what is no list of texts, Error after `dispose`, and what the signal was aborted with. */
  scores(texts: readonly string[], options?: ClassifyTextOptions): Promise<Float32Array>;
  /** The same of ids, which are read as they are: begin and end included.
   *  @throws RangeError for texts that the model cannot read; else as `scores`. */
  scoresOfIds(
    texts: readonly (readonly number[])[],
    options?: ClassifyTextOptions,
  ): Promise<Float32Array>;
  /** The class of a text. @throws RangeError for a model of numbers; else as `scores`. */
  classify(text: string, options?: ClassifyTextOptions): Promise<Classification>;
  /** The class of each text. @throws as for one. */
  classify(
    texts: readonly string[],
    options?: ClassifyTextOptions,
  ): Promise<readonly Classification[]>;
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
