export {
  createKernels,
  type Isa,
  instructionSets,
  type KernelReport,
  type Kernels,
  type KernelsOptions,
} from "@bnnkit/kernels";
export { MalformedFileError } from "@bnnkit/model";
export type { BlobBody, FileSource, UrlLike } from "./file-source.ts";
export { type LoadOptions, loadTranslator } from "./load-translator.ts";
export type { ChunkReader, ResponseBody } from "./read-response.ts";
export type { TextDelta } from "./reading-order.ts";
export type { Hypothesis } from "./search/hypothesis.ts";
export { type Slot, type SlotConstraintOptions, slotConstraint } from "./search/slot-constraint.ts";
export type { TokenConstraint } from "./search/token-constraint.ts";
export { createSession, type Session, type SessionOptions } from "./session.ts";
export type { Statistics } from "./statistics.ts";
export { support } from "./support.ts";
export type { Fault } from "./text/reliability.ts";
export type { TextOptions } from "./text-options.ts";
export {
  maximumBeamSize,
  type Progress,
  type SearchOptions,
  type TranslateIdsOptions,
} from "./translate-options.ts";
export type { Alternative, TranslatedPiece, Translation } from "./translation.ts";
export type { TranslateOptions, Translator } from "./translator.ts";
export { type VerifiedExample, type VerifyOptions, type VerifyReport, verify } from "./verify.ts";
