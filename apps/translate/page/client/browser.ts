/**
 * Translation in a worker, for any page.
 *
 * @module @bnnkit/translate/browser
 */

import {
  connectTranslator,
  type TranslatorOptions,
  type WorkerTranslator,
} from "./connect-translator.ts";
import { startWorker, type WorkerAddress } from "./start-worker.ts";

export type { LoadProgress } from "../engine/load-progress.ts";
export type { ParagraphProgress } from "../engine/protocol.ts";
export type { OperationReport, RunReport, StoredLayer } from "../engine/run-report.ts";
export type {
  KeptSpan,
  TranslatedParagraph,
  TranslatedSentence,
} from "../engine/translated-paragraph.ts";
export type {
  TranslatedText,
  TranslateTextOptions,
  TranslatorOptions,
  WorkerTranslator,
} from "./connect-translator.ts";
export type { ModelSource } from "./model-source.ts";
export type { WorkerAddress } from "./start-worker.ts";

export interface CreateTranslatorOptions extends TranslatorOptions {
  /** Where `dist/browser/client/worker.js` of this package lies, of the page's origin. Default: beside the module. */
  readonly workerUrl?: WorkerAddress;
}

/** Starts a worker, and has it load a model.
 *  @throws Error that says what is wrong with which file; TypeError for wrong options; what the signal was aborted with. */
export async function createTranslator({
  workerUrl = new URL("./worker.js", import.meta.url),
  ...options
}: CreateTranslatorOptions): Promise<WorkerTranslator> {
  return await connectTranslator(startWorker(workerUrl), options);
}
