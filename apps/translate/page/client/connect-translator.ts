/// <reference lib="esnext.disposable" preserve="true" />
import type { TextAlignment } from "@bnnkit/runtime";
import type { LoadProgress } from "../engine/load-progress.ts";
import type { ParagraphProgress } from "../engine/protocol.ts";
import type { RunReport } from "../engine/run-report.ts";
import type { TranslatedParagraph } from "../engine/translated-paragraph.ts";
import { type ModelSource, modelFiles } from "./model-source.ts";
import { joinParagraphs, splitParagraphs } from "./paragraphs.ts";
import { WorkerChannel } from "./worker-channel.ts";

export interface TranslatorOptions {
  readonly model: ModelSource;
  /** Threads that share the work: 1 (default) to 64, or "all" for one on each core. More than one need a page that is
   *  cross-origin isolated; elsewhere one runs, and `report.reason` says why. */
  readonly threads?: number | "all";
  /** Where the file `@bnnkit/kernels/worker` lies, for pages that allow no workers from `blob:`. */
  readonly threadUrl?: string | URL;
  /** Demand kernels of one instruction set: "wasm-relaxed-simd", "wasm-simd128" or "js". Default: the best that prove themselves. */
  readonly isa?: string;
  readonly onLoadProgress?: (progress: LoadProgress) => void;
  /** Stops the loading. */
  readonly signal?: AbortSignal;
}

export interface TranslateTextOptions {
  /** Hypotheses kept for each sentence; 1 (default) is greedy search. */
  readonly beamSize?: number;
  /** Alternatives of each sentence; at most `beamSize`. Default 1. */
  readonly nBest?: number;
  /** Stops the work. */
  readonly signal?: AbortSignal;
  /** Called with each part of a paragraph's translation, in reading order, when it is final. */
  readonly onText?: (paragraph: number, delta: string) => void;
  /** Called with each paragraph when it is translated. */
  readonly onParagraph?: (index: number, paragraph: TranslatedParagraph) => void;
  readonly onProgress?: (progress: ParagraphProgress) => void;
}

/** A text's translation, paragraph by paragraph. */
export interface TranslatedText {
  readonly text: string;
  readonly isReliable: boolean;
  readonly paragraphs: readonly TranslatedParagraph[];
}

/** A model in a worker: text in, text out, while the page stays responsive. */
export interface WorkerTranslator {
  /** Translates a text; its paragraphs are what empty lines divide.
   *  @throws what the signal was aborted with; Error where the translator is disposed of, or its worker fails. */
  translate(text: string, options?: TranslateTextOptions): Promise<TranslatedText>;
  /** Translates paragraphs, each by itself. */
  translateParagraphs(
    paragraphs: readonly string[],
    options?: TranslateTextOptions,
  ): Promise<readonly TranslatedParagraph[]>;
  /** Which words of a sentence and of its translation go together.
   *  @throws what the signal was aborted with; RangeError for more words than the model reads at once. */
  align(
    source: string,
    target: string,
    options?: Pick<TranslateTextOptions, "signal">,
  ): Promise<TextAlignment>;
  /** What the worker runs, as of the latest translation. */
  readonly report: RunReport;
  /** Ends the worker, and gives all its memory back. Idempotent. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** Has a worker that was started load a model.
 *  @throws Error that says what is wrong with which file; what the signal was aborted with. The worker is ended then. */
export async function connectTranslator(
  worker: Worker,
  options: TranslatorOptions,
): Promise<WorkerTranslator> {
  const channel = new WorkerChannel(worker);
  try {
    const report = await load(channel, options);
    return new ConnectedTranslator(channel, report);
  } catch (error) {
    channel.close(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

function load(
  channel: WorkerChannel,
  { model, isa, threads = 1, threadUrl, onLoadProgress, signal }: TranslatorOptions,
): Promise<RunReport> {
  const url = threadUrl && new URL(threadUrl, document.baseURI).href;
  return channel.request(
    { kind: "load", ...modelFiles(model), isa, threads, threadUrl: url },
    (answer) => {
      if (answer.kind === "loading") onLoadProgress?.(answer.progress);
    },
    signal,
  );
}

class ConnectedTranslator implements WorkerTranslator {
  readonly #channel: WorkerChannel;
  #report: RunReport;

  constructor(channel: WorkerChannel, report: RunReport) {
    this.#channel = channel;
    this.#report = report;
  }

  get report(): RunReport {
    return this.#report;
  }

  async translate(text: string, options: TranslateTextOptions = {}): Promise<TranslatedText> {
    if (typeof text !== "string")
      throw new TypeError(`translate: text must be a string, got ${typeof text}`);
    const split = splitParagraphs(text);
    const paragraphs = await this.translateParagraphs(split.paragraphs, options);
    return {
      text: joinParagraphs(
        split,
        paragraphs.map((paragraph) => paragraph.text),
      ),
      isReliable: paragraphs.every((paragraph) => paragraph.isReliable),
      paragraphs,
    };
  }

  async translateParagraphs(
    paragraphs: readonly string[],
    options: TranslateTextOptions = {},
  ): Promise<readonly TranslatedParagraph[]> {
    const { beamSize = 1, nBest = 1, signal, onText, onParagraph, onProgress } = options;
    const translated: TranslatedParagraph[] = [];
    this.#report = await this.#channel.request(
      { kind: "translate", paragraphs, beamSize, nBest },
      (answer) => {
        if (answer.kind === "text") onText?.(answer.paragraph, answer.delta);
        if (answer.kind === "progress") onProgress?.(answer.progress);
        if (answer.kind !== "paragraph") return;
        translated[answer.index] = answer.paragraph;
        onParagraph?.(answer.index, answer.paragraph);
      },
      signal,
    );
    return translated;
  }

  async align(
    source: string,
    target: string,
    { signal }: Pick<TranslateTextOptions, "signal"> = {},
  ): Promise<TextAlignment> {
    let found: TextAlignment = { source: [], target: [], links: [] };
    this.#report = await this.#channel.request(
      { kind: "align", source, target },
      (answer) => {
        if (answer.kind === "alignment") found = answer.alignment;
      },
      signal,
    );
    return found;
  }

  dispose(): void {
    this.#channel.close(new Error("the translator has been disposed of; create another one"));
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
