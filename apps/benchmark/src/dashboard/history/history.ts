import type { DuetReport } from "../../duet/duet-report.ts";
import type { BenchmarkReport } from "../../report/report.ts";
import type { ClassifierResult, FoldingResult, TranslationResult } from "./result-kinds.ts";

/** What a history holds, each kind in the order of time or of file names. */
export interface History {
  /** Reports of `kernels` and `model`. */
  readonly reports: readonly BenchmarkReport[];
  readonly duets: readonly DuetReport[];
  readonly translations: readonly Sourced<TranslationResult>[];
  readonly classifiers: readonly Sourced<readonly ClassifierResult[]>[];
  /** Foldings that none beats, of one model on one part. */
  readonly fronts: readonly Sourced<readonly FoldingResult[]>[];
  /** Files and lines that hold none of these. */
  readonly skipped: readonly string[];
}

/** A result with the name of its file, without the ending. */
export interface Sourced<Result> {
  readonly name: string;
  readonly result: Result;
}
