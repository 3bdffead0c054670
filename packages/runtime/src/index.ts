/**
 * Runs packed models: `loadTranslator` from text to text, `loadClassifier` from images and `loadTextClassifier` from texts to
 * classes, `loadLanguageModel` from a text to how it goes on, `loadMaskedLanguageModel` from one with gaps to what fills them, sessions on ids, and `verify`, which
 * compares with the examples in the file.
 *
 * @module @bnnkit/runtime
 */

export {
  createKernels,
  type Isa,
  instructionSets,
  type KernelReport,
  type Kernels,
  type KernelsOptions,
  type WorkerUrl,
} from "@bnnkit/kernels";
export { MalformedFileError } from "@bnnkit/model";
export type { Classification, Classifier, ClassifyOptions, Images } from "./classify/classifier.ts";
export { type ClassifierOptions, createClassifier } from "./classify/create-classifier.ts";
export { createTextClassifier } from "./classify/create-text-classifier.ts";
export { type LoadClassifierOptions, loadClassifier } from "./classify/load-classifier.ts";
export {
  type LoadTextClassifierOptions,
  loadTextClassifier,
} from "./classify/load-text-classifier.ts";
export type { ClassifyTextOptions, TextClassifier } from "./classify/text-classifier.ts";
export { textIds } from "./classify/text-ids.ts";
export type { LayerReport } from "./compile/layer-report.ts";
export type { BlobBody, FileSource, UrlLike } from "./file-source.ts";
export {
  createMaskedLanguageModel,
  type MaskedLanguageModelOptions,
} from "./fill/create-masked-language-model.ts";
export { loadMaskedLanguageModel } from "./fill/load-masked-language-model.ts";
export type {
  FilledText,
  FillOptions,
  MaskCandidate,
  MaskedLanguageModel,
} from "./fill/masked-language-model.ts";
export {
  createLanguageModel,
  type LanguageModelOptions,
} from "./generate/create-language-model.ts";
export type {
  GenerateOptions,
  Generation,
  LanguageModel,
  ScoreOptions,
  TextPiece,
  TextScore,
} from "./generate/language-model.ts";
export {
  type LoadLanguageModelOptions,
  loadLanguageModel,
} from "./generate/load-language-model.ts";
export type { TokenizerCheck } from "./model-tokenizer.ts";
export type { KernelSource } from "./own-kernels.ts";
export type { ChunkReader, ResponseBody } from "./read-response.ts";
export type { Hypothesis } from "./search/hypothesis.ts";
export { type Slot, type SlotConstraintOptions, slotConstraint } from "./search/slot-constraint.ts";
export type { TokenConstraint } from "./search/token-constraint.ts";
export { support } from "./support.ts";
export type { Fault } from "./text/reliability.ts";
export type { TextAlignment, TextWord } from "./translate/align-texts.ts";
export { type LoadOptions, loadTranslator } from "./translate/load-translator.ts";
export type { TextDelta } from "./translate/reading-order.ts";
export type { Statistics } from "./translate/statistics.ts";
export type { TextOptions } from "./translate/text-options.ts";
export type { TextProgress } from "./translate/text-progress.ts";
export {
  maximumBeamSize,
  type Progress,
  type SearchOptions,
  type TranslateIdsOptions,
} from "./translate/translate-options.ts";
export type { Alternative, TranslatedPiece, Translation } from "./translate/translation.ts";
export {
  createTranslationSession,
  type TranslationSession,
  type TranslationSessionOptions,
} from "./translate/translation-session.ts";
export type { TranslateOptions, Translator } from "./translate/translator.ts";
export { verify } from "./verify/verify.ts";
export type { VerifyOptions, VerifyReport } from "./verify/verify-report.ts";
export type { RunnableModel, VerifiedRun } from "./verify/verify-runs.ts";
export type { VerifiedExample } from "./verify/verify-translations.ts";
