/**
 * Scores: BLEU and chrF that agree with sacreBLEU, accuracy, correlations, and what a translation has kept of its source.
 *
 * @module @bnnkit/metrics
 */

export { accuracy, topKAccuracy } from "./accuracy.ts";
export { type BleuResult, bleu } from "./bleu.ts";
export { type BleuOptions, bleuStatistics } from "./bleu-statistics.ts";
export {
  type BootstrapInterval,
  type BootstrapOptions,
  bootstrapInterval,
  type PairedBootstrap,
  pairedBootstrap,
} from "./bootstrap.ts";
export { type ChrfResult, chrf } from "./chrf.ts";
export { type ChrfOptions, chrfStatistics } from "./chrf-statistics.ts";
export type { References } from "./corpus.ts";
export { pearson, spearman } from "./correlation.ts";
export { flipRatio } from "./flip-ratio.ts";
export {
  type CheckKeptOptions,
  checkKept,
  type KeptKind,
  type KeptReport,
} from "./kept/check-kept.ts";
export type { KindReport } from "./kept/multiset-difference.ts";
export type { NumberForm } from "./kept/numbers.ts";
export { findLoop, isLooping, type Loop } from "./loops.ts";
export type { SegmentStatistics } from "./segment-statistics.ts";
export { tokenize13a } from "./tokenizer-13a.ts";
