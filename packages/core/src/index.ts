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
export { type AffineCode, dotAffine } from "./dot-affine.ts";
export { dotBipolar, dotBipolarUnipolar } from "./dot-bipolar.ts";
export {
  dotBipolarMultiBit,
  dotMultiBit,
  dotTernaryMultiBit,
  dotUnipolarMultiBit,
} from "./dot-multi-bit.ts";
export { dotBipolarReal, dotTernaryReal, dotUnipolarReal } from "./dot-real.ts";
export { dotTernary, dotTernaryBipolar, dotTernaryUnipolar } from "./dot-ternary.ts";
export { dotUnipolar } from "./dot-unipolar.ts";
export {
  type MultiBitFormat,
  type MultiBitMatrix,
  multiBitMatrix,
  packMultiBit,
  planeWeight,
  unpackMultiBit,
} from "./multi-bit-matrix.ts";
export { popcount32, popcountWords } from "./popcount.ts";
export { checkPadding, wordsPerRow } from "./row-padding.ts";
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
