/**
 * Packed matrices of one to sixteen bits a number, their dot products, and what the layers around them are made of: codes (numbers as
 * sums of scaled digits), levels and thresholds, windows, argument checks.
 *
 * @module @bnnkit/core
 */

export {
  type BipolarMatrix,
  bipolarMatrix,
  packBipolar,
  unpackBipolar,
} from "./bipolar-matrix.ts";
export {
  checkEqual,
  checkFinite,
  checkIndex,
  checkIntegerBetween,
  checkKind,
  checkLength,
  checkPositiveInteger,
} from "./checks.ts";
export {
  bases,
  bipolar,
  bitsOf,
  type Code,
  codeFrom,
  type Digit,
  digitBits,
  float32,
  int32,
  isInteger,
  odd,
  type Sparse,
  type Term,
  ternary,
  thermometer,
  unipolar,
  unsigned,
} from "./code.ts";
export { type DotCodes, dot } from "./dot.ts";
export { dotReal } from "./dot-real.ts";
export {
  type EmbeddedBlock,
  type EmbeddedBlockParameters,
  type EmbeddedBlockPlan,
  planEmbeddedBlock,
  runEmbeddedBlock,
} from "./embedded-block.ts";
export { type FoundThresholds, findThresholds, type ThresholdSearch } from "./find-thresholds.ts";
export { type FoldedThresholds, foldThresholds, type ThresholdFold } from "./fold-thresholds.ts";
export { leastFloat32 } from "./least-float32.ts";
export { type Level, levelsOf, numbersOf } from "./levels.ts";
export {
  type MultiBitFormat,
  type MultiBitMatrix,
  multiBitMatrix,
  packMultiBit,
  planeWeight,
  unpackMultiBit,
} from "./multi-bit-matrix.ts";
export { bitPlanesOf, checkPackedMatrix, codeOf, type PackedMatrix } from "./packed-matrix.ts";
export { type PlaneCode, planeCodeOf } from "./plane-code.ts";
export type {
  PlatformAbortSignal,
  PlatformUrl,
  PlatformWasmModule,
} from "./platform-types.ts";
export { popcount32, popcountWords } from "./popcount.ts";
export { roundHalfEven } from "./round-half-even.ts";
export { checkPadding, wordsPerRow } from "./row-padding.ts";
export {
  drawBelow,
  drawNormal,
  drawSigned,
  type NextWord,
  seededWords,
  shuffle,
} from "./seeded-words.ts";
export { bdot, packSignBytes, type SignBytesOptions, unpackSignBytes } from "./sign-bytes.ts";
export {
  packTernary,
  type TernaryMatrix,
  ternaryMatrix,
  unpackTernary,
} from "./ternary-matrix.ts";
export {
  packUnipolar,
  type UnipolarMatrix,
  unipolarMatrix,
  unpackUnipolar,
} from "./unipolar-matrix.ts";
export {
  checkExtent,
  type Extent,
  type Margin,
  type Padding,
  sameMargin,
  slide,
  type Window,
} from "./window.ts";
