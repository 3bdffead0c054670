/**
 * Files with texts to translate, one interface for all formats: their entries are found and translations written in their
 * places, and all else stays as it is to the last byte.
 *
 * @module @bnnkit/localization
 */

export type { PlatformAbortSignal } from "@bnnkit/core";
export type { KeptKind } from "@bnnkit/metrics";
export { type Catalogue, type EntryTranslation, readCatalogue } from "./catalogue.ts";
export { type CatalogueProblem, checkCatalogue } from "./check-catalogue.ts";
export { checkTranslation, type KeptProblem } from "./check-translation.ts";
export { decodeFile } from "./decode-file.ts";
export { applyEdits, type Edit, type SourceRange } from "./edit.ts";
export { type Entry, isTranslated, type Origin } from "./entry.ts";
export type { EntryOutcome } from "./entry-outcome.ts";
export type { FileTranslator, TextChoices, TranslatedText } from "./file-translator.ts";
export type {
  CheckedReadOptions,
  Format,
  FormatName,
  ReadFile,
  ReadOptions,
} from "./format.ts";
export { type FormatChoice, formatNamed, formatOfFile, formats } from "./formats.ts";
export { type Glossary, readGlossary } from "./glossary.ts";
export { MalformedCatalogueError } from "./malformed-catalogue-error.ts";
export { type LanguagePair, memoryKey, readMemory, type TranslationMemory } from "./memory.ts";
export {
  type FileProgress,
  type FileTranslation,
  type TranslateFileOptions,
  translateFile,
} from "./translate-file.ts";
